package io.bellwether.architecture;

import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

/** What the rules read from a project file. */
final class Pom {
    private static final String HOUSE = "io.bellwether";

    private final Element project;
    private final String text;

    private Pom(Element project, String text) {
        this.project = project;
        this.text = text;
    }

    static Pom read(Path file) throws IOException {
        return parse(Files.readString(file));
    }

    static Pom parse(String text) throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return new Pom(
                    factory.newDocumentBuilder()
                            .parse(new ByteArrayInputStream(bytes))
                            .getDocumentElement(),
                    text);
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException("not a project file: " + e.getMessage(), e);
        }
    }

    String text() {
        return text;
    }

    /** In the order in which they stand. */
    List<String> modules() {
        return path(project, "modules", "module").map(Element::getTextContent).toList();
    }

    /** Our own artefacts on the main class path. */
    Set<String> houseDependencies() {
        Set<String> names = new TreeSet<>();
        path(project, "dependencies", "dependency")
                .filter(dependency -> value(dependency, "groupId").equals(HOUSE))
                .filter(dependency -> !value(dependency, "scope").equals("test"))
                .forEach(dependency -> names.add(value(dependency, "artifactId")));
        return names;
    }

    /**
     * A property of the project itself.
     *
     * @throws IllegalArgumentException if there is none
     */
    String property(String name) {
        return path(project, "properties", name)
                .map(Element::getTextContent)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no property " + name));
    }

    /** The compiler's arguments as managed for all modules, properties filled in. */
    List<String> compilerArguments() {
        return path(project, "build", "pluginManagement", "plugins", "plugin")
                .filter(plugin -> value(plugin, "artifactId").equals("maven-compiler-plugin"))
                .flatMap(plugin -> path(plugin, "configuration", "compilerArgs", "arg"))
                .map(Element::getTextContent)
                .map(argument ->
                        argument.startsWith("${")
                                ? property(argument.substring(2, argument.length() - 1))
                                : argument)
                .toList();
    }

    private static String value(Element element, String child) {
        return path(element, child).map(Element::getTextContent).findFirst().orElse("").strip();
    }

    private static Stream<Element> path(Element start, String... names) {
        Stream<Element> elements = Stream.of(start);
        for (String name : names) {
            elements = elements.flatMap(element -> children(element, name));
        }
        return elements;
    }

    private static Stream<Element> children(Element element, String name) {
        return IntStream.range(0, element.getChildNodes().getLength())
                .<Node>mapToObj(element.getChildNodes()::item)
                .filter(Element.class::isInstance)
                .map(Element.class::cast)
                .filter(child -> child.getTagName().equals(name));
    }
}
