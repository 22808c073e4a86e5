package io.bellwether.keydelivery.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

class ComplianceDocumentTest {
    private static final Path DOCUMENT = Path.of("doc/etsi-gs-qkd-014.md");
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))`");
    private static final Pattern ROW = Pattern.compile("row: ([^|;]+?)(?=\\s*(?:;|\\||\\.$|$))");

    @Test
    @DisplayName("every test that the compliance page names exists")
    void tests() throws IOException {
        List<String> named = all(TEST, Files.readString(DOCUMENT));
        assertThat(named).hasSizeGreaterThan(10);
        assertThat(existingTests()).containsAll(named);
    }

    @Test
    @DisplayName("every row of the table that the compliance page names exists")
    void rows() throws IOException {
        Set<String> rows = CaseTable.read().stream().map(Case::name).collect(Collectors.toSet());
        List<String> named =
                Files.readAllLines(DOCUMENT).stream()
                        .flatMap(line -> all(ROW, line).stream())
                        .filter(name -> !name.startsWith("name*"))
                        .toList();
        assertThat(named).hasSizeGreaterThan(60);
        assertThat(rows).containsAll(named);
    }

    @Test
    @DisplayName("self-test: a test or a row that does not exist is noticed")
    void noticed() throws IOException {
        assertThat(existingTests()).doesNotContainAnyElementsOf(all(TEST, "`NoSuchTest`"));
        assertThat(all(ROW, "| x | y | row: no such row; row: another |"))
                .containsExactly("no such row", "another");
    }

    private static List<String> all(Pattern pattern, String text) {
        List<String> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1).strip());
        }
        return found;
    }

    private static Set<String> existingTests() throws IOException {
        Set<String> names = new java.util.HashSet<>();
        for (String root : List.of("src/test/java", "../../deploy/src/test/java")) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".java"))
                        .map(name -> name.substring(0, name.length() - ".java".length()))
                        .forEach(names::add);
            }
        }
        return names;
    }
}
