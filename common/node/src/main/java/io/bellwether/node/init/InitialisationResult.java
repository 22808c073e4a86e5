package io.bellwether.node.init;

import java.nio.file.Path;
import java.util.List;

/** What became of an {@link Initialisation}. */
public sealed interface InitialisationResult {
    /**
     * Everything was made.
     *
     * @param folder that holds it
     * @param files in the order of writing
     */
    record Created(Path folder, List<WrittenFile> files) implements InitialisationResult {
        public Created {
            files = List.copyOf(files);
        }

        /** For a reader: every file with what it is for, and what to do with the folders. */
        public String describe() {
            StringBuilder text = new StringBuilder("Wrote " + folder + ":\n");
            int width =
                    files.stream().mapToInt(f -> f.relative().toString().length()).max().orElse(0);
            for (WrittenFile file : files) {
                text.append(
                        "  %-7s%s  %s%n"
                                .formatted(
                                        file.secret() ? "secret" : "",
                                        pad(file.relative().toString(), width),
                                        file.purpose()));
            }
            return text.append(
                            """
                            Next:
                              alice/ and bob/ each go to their node's machine, over a channel that nobody reads:
                              both hold the authentication pool. Delete the copy that stays behind.
                              saes/ holds what applications need. authorities/ is needed only to issue more
                              certificates: keep it off the nodes.
                            """)
                    .toString();
        }

        private static String pad(String text, int width) {
            return text + " ".repeat(width - text.length());
        }
    }

    /**
     * Nothing was written.
     *
     * @param reason a sentence that names what is in the way or wrong
     */
    record Refused(String reason) implements InitialisationResult {}

    /**
     * One file.
     *
     * @param relative to the folder
     * @param purpose what it is for
     * @param secret whether only its owner may read it
     */
    record WrittenFile(Path relative, String purpose, boolean secret) {}
}
