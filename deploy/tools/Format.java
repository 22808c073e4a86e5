import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Source-file program: {@code java -cp google-java-format.jar Format.java check|apply DIR...}. */
class Format {
    static void main(String[] arguments) throws Exception {
        var options = new ArrayList<>(List.of("--aosp"));
        options.addAll(
                arguments[0].equals("apply")
                        ? List.of("--replace")
                        : List.of("--dry-run", "--set-exit-if-changed"));
        var files = new ArrayList<String>();
        for (String folder : Arrays.copyOfRange(arguments, 1, arguments.length)) {
            try (var found = Files.walk(Path.of(folder))) {
                found.map(Path::toString)
                        .filter(p -> p.endsWith(".java") && !p.contains("/target/"))
                        .forEach(files::add);
            }
        }
        if (files.isEmpty()) {
            return;
        }
        options.addAll(files);
        // By name: the class is in a jar that only the plugin's class path holds.
        Class.forName("com.google.googlejavaformat.java.Main")
                .getMethod("main", String[].class)
                .invoke(null, (Object) options.toArray(String[]::new));
    }
}
