package io.bellwether.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.node.cli.DocumentedCommands.Command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A documented command that no test can run: what can be checked of it is checked. */
final class UnrunCommand {
    private static final Set<String> MAVEN_PHASES = Set.of("initialize", "package", "verify");
    private static final Set<String> MAVEN_FLAGS = Set.of("-q", "-B", "-N", "-am", "-ntp", "-o");
    private static final Set<String> MAVENS_OWN = Set.of("skipTests", "skipITs");

    /** How many lines from the command its page may say that no test runs it. */
    private static final int BESIDE = 8;

    private final Path root;
    private final Command command;
    private final List<String> words;

    UnrunCommand(Path root, Command command) {
        this.root = root;
        this.command = command;
        this.words = DocumentedCommands.words(command.text());
    }

    /** Checks words and files, and that the page says beside the command that no test runs it. */
    void check() throws IOException, InterruptedException {
        switch (words.getFirst()) {
            // parsed by another test
            case "bellwether" -> {}
            case "mvn" -> maven();
            case "systemctl" -> service(words);
            case "ssh" ->
                    assertThat(command.text()).matches("ssh -L (\\d+):127\\.0\\.0\\.1:\\1 [a-z.]+");
            case "buildah" -> containerfile();
            case "sudo" -> administrator(words.subList(1, words.size()));
            default -> {
                assertThat(words.getFirst()).as("%s: no check for this", command).endsWith(".sh");
                script(root.resolve(command.file()).resolveSibling(words.getFirst()));
            }
        }
        assertThat(around())
                .as("%s: its page says so", command)
                .containsAnyOf("not run by a test", "where that would take");
    }

    /** The lines about the command, as one; of the page at the top all, which says it of itself. */
    private String around() throws IOException {
        List<String> lines = Files.readAllLines(root.resolve(command.file()));
        int at = command.line() - 1;
        boolean top = command.file().toString().equals("README.md");
        return lines
                .subList(
                        top ? 0 : Math.max(0, at - BESIDE),
                        top ? lines.size() : Math.min(lines.size(), at + BESIDE + 1))
                .stream()
                .map(line -> line.replaceFirst("^\\s*#\\s*", "").strip())
                .collect(Collectors.joining(" "))
                .toLowerCase(Locale.ROOT);
    }

    private void maven() throws IOException {
        String projects = projectFiles();
        List<String> modules = List.of();
        for (String word : words.subList(1, words.size())) {
            if (word.equals("-pl")) {
                modules = List.of(words.get(words.indexOf(word) + 1));
                assertThat(root.resolve(modules.getFirst()).resolve("pom.xml"))
                        .as(command.toString())
                        .exists();
            } else if (word.startsWith("-D")) {
                String property = word.substring(2).replaceFirst("=.*", "");
                assertThat(
                                MAVENS_OWN.contains(property)
                                        || projects.contains("<name>" + property + "<")
                                        || projects.contains("${" + property + "}"))
                        .as("%s: property %s", command, property)
                        .isTrue();
            } else {
                assertThat(
                                MAVEN_PHASES.contains(word)
                                        || MAVEN_FLAGS.contains(word)
                                        || modules.contains(word))
                        .as("%s: %s", command, word)
                        .isTrue();
            }
        }
    }

    private String projectFiles() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.filter(file -> file.endsWith("pom.xml")).toList()) {
                all.append(Files.readString(file));
            }
            return all.toString();
        }
    }

    /** What the page on installing has done, and what it needs root for. */
    private void administrator(List<String> words) throws IOException, InterruptedException {
        String text = String.join(" ", words);
        switch (words.getFirst()) {
            case "dpkg" ->
                    assertThat(projectFiles())
                            .as(command.toString())
                            .contains("/bellwether_${project.version}_amd64.deb")
                            .contains(
                                    "<version>%s</version>"
                                            .formatted(
                                                    text.replaceFirst(
                                                            "dpkg -i bellwether_(.*)_amd64.deb",
                                                            "$1")));
            case "mv" -> assertThat(text).matches("mv pair/(alice|bob) /var/lib/bellwether/\\1");
            case "chown" ->
                    assertThat(text)
                            .matches("chown -R bellwether: /var/lib/bellwether/(alice|bob)");
            case "-u" ->
                    assertThat(text)
                            .matches(
                                    "-u bellwether bellwether status"
                                            + " /var/lib/bellwether/(alice|bob)/bellwether.yml");
            case "systemctl" -> service(words);
            default -> script(root.resolve(words.getFirst()));
        }
    }

    private void service(List<String> words) {
        assertThat(words.get(1)).as(command.toString()).matches("status|start|stop|enable");
        assertThat(words.subList(words.get(2).equals("--now") ? 3 : 2, words.size()))
                .as(command.toString())
                .isNotEmpty()
                .allSatisfy(unit ->
                        assertThat(root.resolve("deploy/packaging/systemd/" + unit + ".service"))
                                .exists());
    }

    /** Built from the folder that the comment names. */
    private void containerfile() {
        assertThat(words).as(command.toString()).startsWith("buildah", "bud", "-f");
        assertThat(root.resolve("deploy/target").resolve(words.get(3)).normalize())
                .as(command.toString())
                .exists();
        assertThat(words.subList(4, words.size())).containsExactly("-t", "bellwether", ".");
    }

    private void script(Path script) throws IOException, InterruptedException {
        assertThat(script).as(command.toString()).isExecutable();
        assertThat(Files.readAllLines(script).getFirst()).isEqualTo("#!/bin/sh");
        Process syntax =
                new ProcessBuilder("sh", "-n", script.toString()).redirectErrorStream(true).start();
        String said = new String(syntax.getInputStream().readAllBytes());
        assertThat(syntax.waitFor()).as("%s: %s", command, said).isZero();
    }
}
