package io.bellwether.node.cli;

import io.bellwether.node.Version;
import io.bellwether.securityproof.KeylenRenyi;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Answers of planning commands that were computed before, one small file each, under the hash of
 * the question and of the software that answered it. Planning figures only: no daemon reads it, so
 * no delivered key is sized by it. A file that was cut or changed is not used.
 */
final class AnswerCache {
    private static final int MOST_FILES = 200;

    private final Path folder;
    private final String software;

    AnswerCache(Path folder, String software) {
        this.folder = folder;
        this.software = software;
    }

    /**
     * The cache of this user, under XDG_CACHE_HOME or ~/.cache; none when not started from jars,
     * whose contents are not known by a version.
     */
    static Optional<AnswerCache> ofUser() throws IOException {
        Optional<String> software = software();
        if (software.isEmpty()) {
            return Optional.empty();
        }
        String configured = System.getenv("XDG_CACHE_HOME");
        Path base =
                configured != null && Path.of(configured).isAbsolute()
                        ? Path.of(configured)
                        : Path.of(System.getProperty("user.home"), ".cache");
        return Optional.of(new AnswerCache(base.resolve("bellwether/answers"), software.get()));
    }

    /** Version, and size and time of the jars that compute the answers. */
    private static Optional<String> software() throws IOException {
        StringBuilder result = new StringBuilder(Version.current());
        for (Class<?> part : List.of(AnswerCache.class, KeylenRenyi.class)) {
            CodeSource source = part.getProtectionDomain().getCodeSource();
            try {
                Path jar = Path.of(source.getLocation().toURI());
                if (!Files.isRegularFile(jar)) {
                    return Optional.empty();
                }
                result.append(' ').append(Files.size(jar));
                result.append(' ').append(Files.getLastModifiedTime(jar));
            } catch (URISyntaxException e) {
                throw new FileSystemException(source.getLocation().toString(), null, e.toString());
            }
        }
        return Optional.of(result.toString());
    }

    Optional<String> find(String question) throws IOException {
        Path file = file(question);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        String content = Files.readString(file);
        int end = content.indexOf('\n');
        String answer = content.substring(end + 1);
        return end > 0 && content.substring(0, end).equals(hash(question + answer))
                ? Optional.of(answer)
                : Optional.empty();
    }

    void keep(String question, String answer) throws IOException {
        Files.createDirectories(folder);
        removeOldest();
        Path draft = Files.createTempFile(folder, "draft", ".tmp");
        Files.writeString(draft, hash(question + answer) + '\n' + answer);
        Files.move(
                draft,
                file(question),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private void removeOldest() throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.toList();
        }
        if (files.size() >= MOST_FILES) {
            List<Path> oldest =
                    files.stream()
                            .sorted(Comparator.comparing(file -> file.toFile().lastModified()))
                            .limit(files.size() - MOST_FILES + 1)
                            .toList();
            for (Path file : oldest) {
                Files.deleteIfExists(file);
            }
        }
    }

    private Path file(String question) {
        return folder.resolve(hash(question));
    }

    private String hash(String text) {
        try {
            byte[] bytes = (software + '\n' + text).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
