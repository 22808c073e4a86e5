package io.bellwether.architecture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The folder that holds the whole repository. */
record Checkout(Path root) {
    /** Maven runs a module's tests in its own folder, which is {@code common/architecture}. */
    static Checkout current() {
        return new Checkout(Path.of("").toAbsolutePath().getParent().getParent());
    }

    Path folder(ModuleTable.Row row) {
        return ModuleTable.NODES.contains(row) || row.equals(ModuleTable.PROTO)
                ? root.resolve(row.name())
                : root.resolve("common").resolve(row.name());
    }

    Pom pom(ModuleTable.Row row) throws IOException {
        return Pom.read(folder(row).resolve("pom.xml"));
    }

    Pom rootPom() throws IOException {
        return Pom.read(root.resolve("pom.xml"));
    }

    /** Every project file below the root one. */
    List<Path> modulePoms() throws IOException {
        List<Path> poms =
                Stream.of("proto", "common", "alice-node", "bob-node", "deploy")
                        .map(root::resolve)
                        .collect(Collectors.toList());
        ModuleTable.COMMON.forEach(row -> poms.add(folder(row)));
        return poms.stream().map(folder -> folder.resolve("pom.xml")).toList();
    }

    /**
     * The names at the top that the repository holds, dot files left out. A user's own files beside
     * them do not count; where there is no git, everything that lies there does.
     */
    Set<String> topLevel() throws IOException, InterruptedException {
        Stream<String> names = Files.exists(root.resolve(".git")) ? tracked() : present();
        return names.filter(name -> !name.startsWith("."))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Stream<String> tracked() throws IOException, InterruptedException {
        Process git =
                new ProcessBuilder("git", "ls-files")
                        .directory(root.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        String listing = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (git.waitFor() != 0) {
            throw new IOException("git ls-files failed in " + root);
        }
        return listing.lines().map(path -> path.split("/", 2)[0]);
    }

    private Stream<String> present() throws IOException {
        try (Stream<Path> entries = Files.list(root)) {
            return entries.map(entry -> entry.getFileName().toString()).toList().stream();
        }
    }
}
