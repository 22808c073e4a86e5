package io.bellwether.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bellwether.device.adversary.SourceCatalogue;
import io.bellwether.device.simulated.BoxModel;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

class SourceConfigurationTest {
    @TempDir private Path directory;

    @Test
    @DisplayName("the example names a model, its parameters and the addresses")
    void example() throws IOException {
        SourceConfiguration source = SourceConfiguration.read(Path.of("../../deploy/conf/box.yml"));
        assertThat(source.model()).isEqualTo("fibre");
        assertThat(BoxModel.parse(source.model(), source.parameters()))
                .isEqualTo(BoxModel.parse("fibre", Map.of("length-km", "1.5")));
        assertThat(source.alice()).hasValue("127.0.0.1:7101");
        assertThat(source.seed()).isEmpty();
    }

    @Test
    @DisplayName("every model and adversary can be named; leaving everything out gives the default")
    void everyModel() throws IOException {
        assertThat(SourceCatalogue.names()).contains("oxford2022", "super-quantum", "timing");
        for (String name : SourceCatalogue.names()) {
            assertThat(read("model: " + name).model()).isEqualTo(name);
        }
        assertThat(read("seed: 5").model()).isEqualTo(BoxModel.DEFAULT_NAME);
    }

    @Test
    @DisplayName("an adversary's parameters are checked as a model's are")
    void adversary() throws IOException {
        assertThat(read("model: convex-mixture\nparameters: {share: 0.2}").parameters())
                .containsEntry("share", "0.2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("model: convex-mixture\nparameters: {share: 2}"))
                .withMessageContaining("a number from 0 to 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("model: local\nparameters: {share: 0.2}"))
                .withMessageContaining("share");
    }

    @Test
    @DisplayName("all problems are named at once, with field, line, value and limit")
    void problems() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        read(
                                """
                                model: depolarised
                                parameters:
                                  visibility: 1.5
                                  visibilty: 0.9
                                seed: much
                                """))
                .withMessageContaining("visibility")
                .withMessageContaining("1.5")
                .withMessageContaining("a number from 0 to 1")
                .withMessageContaining("did you mean visibility?")
                .withMessageContaining("seed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("model: perfect"))
                .withMessageContaining("one of oxford2022, depolarised");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        read("model: bursts\nparameters: {period-rounds: 10, burst-rounds: 10}"))
                .withMessageContaining("below period-rounds");
    }

    private SourceConfiguration read(String yaml) throws IOException {
        return SourceConfiguration.read(Files.writeString(directory.resolve("box.yml"), yaml));
    }
}
