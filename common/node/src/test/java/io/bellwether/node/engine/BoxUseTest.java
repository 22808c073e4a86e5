package io.bellwether.node.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.device.BoxException;
import io.bellwether.node.config.BoxConfiguration;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class BoxUseTest {
    @TempDir Path folder;

    private BoxUse open(String name, long maximumBlocks) throws IOException {
        return BoxUse.open(folder.resolve("box-blocks"), name, maximumBlocks);
    }

    @Test
    @DisplayName("a box is retired after its blocks, also across a new start; another one begins")
    void retired() throws Exception {
        BoxUse use = open("first", 2);
        use.begin();
        open("first", 2).begin();

        BoxUse again = open("first", 2);
        assertThatThrownBy(again::begin)
                .isInstanceOfSatisfying(
                        BoxException.class,
                        failure ->
                                assertThat(failure.reason()).isEqualTo(BoxException.Reason.RETIRED))
                .hasMessageContaining("the box first has served 2 blocks");
        BoxUse other = open("second box", 2);
        other.begin();
        assertThat(open("second box", 2).blocks()).isEqualTo(1);
        assertThat(open("first", 2).blocks()).isEqualTo(2);
    }

    @Test
    @DisplayName("without a limit blocks are counted and none is refused")
    void unlimited() throws Exception {
        BoxUse use = open("box", BoxUse.UNLIMITED);
        for (int i = 0; i < 5; i++) {
            use.begin();
        }

        assertThat(open("box", BoxUse.UNLIMITED).blocks()).isEqualTo(5);
        assertThat(use.policy()).startsWith("Reuse policy: none");
        assertThat(open("box", 1).policy()).isEqualTo("Reuse policy: retired after 1 blocks.");
    }

    @Test
    @DisplayName("a file that is no count is refused, not taken for a new box")
    void damaged() throws Exception {
        Files.writeString(folder.resolve("box-blocks"), "many box\n");

        assertThatThrownBy(() -> open("box", 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not a count and a name of a box: many box");
    }

    @Test
    @DisplayName("a configuration without a limit means no limit here")
    void defaultIsUnlimited() {
        assertThat(BoxConfiguration.DEFAULT_MAXIMUM_BLOCKS).isEqualTo(BoxUse.UNLIMITED);
    }
}
