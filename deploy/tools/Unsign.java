import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.jar.Manifest;

/**
 * Source-file program: {@code java Unsign.java LIB} takes the signatures out of the signed jars of
 * a folder. What was downloaded has been compared with Maven's checksums; from here on the jars are
 * as trustworthy as the folder they lie in, like all others.
 */
class Unsign {
    static void main(String[] arguments) throws IOException {
        List<Path> jars;
        try (var found = Files.list(Path.of(arguments[0]))) {
            jars = found.filter(path -> path.toString().endsWith(".jar")).toList();
        }
        for (Path jar : jars) {
            try (FileSystem content = FileSystems.newFileSystem(jar)) {
                unsign(content.getPath("META-INF"));
            }
        }
    }

    private static void unsign(Path metadata) throws IOException {
        if (!Files.isDirectory(metadata)) {
            return;
        }
        List<Path> signatures;
        try (var found = Files.list(metadata)) {
            signatures =
                    found.filter(path ->
                                    path.toString().toUpperCase().matches(".*\\.(SF|RSA|DSA|EC)"))
                            .toList();
        }
        if (signatures.isEmpty()) {
            return;
        }
        for (Path signature : signatures) {
            Files.delete(signature);
        }
        Path file = metadata.resolve("MANIFEST.MF");
        // so that two builds make the same jar
        FileTime date = Files.getLastModifiedTime(file);
        var manifest = new Manifest(new ByteArrayInputStream(Files.readAllBytes(file)));
        // a digest of every entry
        manifest.getEntries().clear();
        var bytes = new ByteArrayOutputStream();
        manifest.write(bytes);
        Files.write(file, bytes.toByteArray());
        Files.setLastModifiedTime(file, date);
    }
}
