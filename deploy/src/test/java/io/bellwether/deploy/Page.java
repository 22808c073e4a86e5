package io.bellwether.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.node.cli.DocumentedCommands;
import io.bellwether.node.cli.DocumentedCommands.Command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A page of the documentation, whose commands a test runs as they stand there.
 *
 * @param file from the root of the source tree on
 */
record Page(String file) {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private List<Command> blocks() throws IOException {
        return DocumentedCommands.inBlocks(Path.of(file), Files.readString(ROOT.resolve(file)));
    }

    /** The commands of the page's blocks, in their order. */
    List<String> commands() throws IOException {
        return blocks().stream().map(Command::text).toList();
    }

    /** The only command that begins so, in a block or in running text. */
    String command(String beginning) throws IOException {
        List<Command> all = new ArrayList<>(blocks());
        all.addAll(
                DocumentedCommands.ofOthersInText(
                        Path.of(file), Files.readString(ROOT.resolve(file))));
        List<String> found =
                all.stream().map(Command::text).filter(text -> text.startsWith(beginning)).toList();
        assertThat(found).as("%s: %s", file, beginning).hasSize(1);
        return found.getFirst();
    }

    /** The words after {@code bellwether} of the only command that has them first. */
    List<String> words(String first) throws IOException {
        List<List<String>> found =
                commands().stream()
                        .map(DocumentedCommands::words)
                        .filter(words -> words.getFirst().matches("(.*/)?bellwether"))
                        .map(words -> words.subList(1, words.size()))
                        .filter(words -> String.join(" ", words).startsWith(first))
                        .toList();
        assertThat(found).as("%s: bellwether %s", file, first).hasSize(1);
        return found.getFirst();
    }
}
