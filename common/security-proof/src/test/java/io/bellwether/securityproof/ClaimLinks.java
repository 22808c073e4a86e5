package io.bellwether.securityproof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads a folder of claim files and reports every link that leads nowhere. */
final class ClaimLinks {
    private static final Pattern CLAIM_IN_CODE =
            Pattern.compile("CLAIM_ID\\s*=\\s*\"([A-Z0-9-]+)\"");

    private final Path claims;
    private final Path repository;

    ClaimLinks(Path claims, Path repository) {
        this.claims = claims;
        this.repository = repository;
    }

    /** One sentence per broken link; empty when all is well. */
    List<String> problems(Path codeFolder) throws IOException {
        List<String> problems = new ArrayList<>();
        TreeSet<String> ids = new TreeSet<>();
        for (Path file : filesIn(claims, ".md")) {
            String name = file.getFileName().toString();
            if (!name.equals("README.md")) {
                String id = name.substring(0, name.length() - ".md".length());
                ids.add(id);
                checkClaim(id, Files.readAllLines(file), problems);
            }
        }
        for (Path source : filesIn(codeFolder, ".java")) {
            Matcher matcher = CLAIM_IN_CODE.matcher(Files.readString(source));
            while (matcher.find()) {
                if (!ids.contains(matcher.group(1))) {
                    problems.add(matcher.group(1) + ": claimed in " + source + ", no claim file");
                }
            }
        }
        return problems;
    }

    private void checkClaim(String id, List<String> lines, List<String> problems)
            throws IOException {
        for (String field : List.of("statement", "source", "status", "code", "test")) {
            if (values(lines, field).isEmpty()) {
                problems.add(id + ": no " + field);
            }
        }
        for (String code : values(lines, "code")) {
            Path path = repository.resolve(code);
            if (!Files.isRegularFile(path)) {
                problems.add(id + ": code " + code + " does not exist");
            }
        }
        if (values(lines, "code").stream().noneMatch(code -> mentions(code, id))) {
            problems.add(id + ": no code names the claim");
        }
        for (String test : values(lines, "test")) {
            checkTest(id, test, problems);
        }
    }

    private void checkTest(String id, String test, List<String> problems) throws IOException {
        String[] parts = test.split("#");
        Path path = repository.resolve(parts[0]);
        if (parts.length != 2 || !Files.isRegularFile(path)) {
            problems.add(id + ": test " + test + " does not exist");
        } else if (!Files.readString(path).contains("void " + parts[1] + "(")) {
            problems.add(id + ": test method " + test + " does not exist");
        }
    }

    private boolean mentions(String code, String id) {
        try {
            Path path = repository.resolve(code);
            return Files.isRegularFile(path) && Files.readString(path).contains(id);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> values(List<String> lines, String field) {
        String prefix = "- " + field + ": ";
        return lines.stream()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()).strip())
                .filter(value -> !value.isEmpty())
                .toList();
    }

    private static List<Path> filesIn(Path folder, String suffix) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(path -> path.toString().endsWith(suffix)).sorted().toList();
        }
    }
}
