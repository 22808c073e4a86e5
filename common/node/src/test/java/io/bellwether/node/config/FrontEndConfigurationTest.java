package io.bellwether.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.keystore.StoreLocation;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class FrontEndConfigurationTest {
    private static final Path EXAMPLES = Path.of("../../deploy/conf");

    private static FrontEndConfiguration.Result read(String yaml) {
        return ConfigurationReader.readFrontEndText(yaml, EXAMPLES);
    }

    private static String example(String name) throws IOException {
        return Files.readString(EXAMPLES.resolve(name + ".frontend.yml"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "bob"})
    @DisplayName("the example of a front end is read, and has no link, pool, box or protocol")
    void example(String name, @TempDir Path folder) throws IOException {
        assertThat(read(example(name)))
                .isInstanceOfSatisfying(
                        FrontEndConfiguration.Result.Loaded.class,
                        loaded -> {
                            assertThat(loaded.configuration().node().role())
                                    .isEqualTo(IdentityConfiguration.Role.DELIVERY);
                            assertThat(loaded.configuration().store().database())
                                    .isInstanceOf(StoreLocation.PostgresServer.class);
                        });
        Path file = Files.writeString(folder.resolve("front.yml"), example(name));
        assertThat(ConfigurationReader.isFrontEnd(file)).isTrue();
        assertThat(ConfigurationReader.read(file))
                .isInstanceOfSatisfying(
                        ConfigurationResult.Rejected.class,
                        rejected ->
                                assertThat(rejected.problems())
                                        .anyMatch(problem ->
                                                problem.describe().contains("node.role")));
    }

    @Test
    @DisplayName("a front end refuses a SQLite file, and says what it needs instead")
    void sqlite() throws IOException {
        String yaml = example("alice").replaceFirst("jdbc:postgresql:.*", "keys.db");
        assertThat(read(yaml.replaceAll("(?m)^  database(User|PasswordFile):.*\\n", "")))
                .isInstanceOfSatisfying(
                        FrontEndConfiguration.Result.Rejected.class,
                        rejected ->
                                assertThat(rejected.problems())
                                        .singleElement()
                                        .satisfies(problem ->
                                                assertThat(problem.describe())
                                                        .contains("store.database")
                                                        .contains("jdbc:postgresql:")));
    }

    @Test
    @DisplayName("an engine without front ends' database is refused: nobody could fetch its keys")
    void engineWithSqlite() throws IOException {
        String yaml =
                Files.readString(EXAMPLES.resolve("alice.full.yml"))
                        .replace("  role: both", "  role: engine");
        assertThat(ConfigurationReader.readText(yaml, EXAMPLES))
                .isInstanceOfSatisfying(
                        ConfigurationResult.Rejected.class,
                        rejected ->
                                assertThat(rejected.problems())
                                        .anyMatch(problem ->
                                                problem.describe().contains("store.database")));
    }

    @Test
    @DisplayName("a front end refuses what only an engine has")
    void engineSections() throws IOException {
        assertThat(read(example("alice") + "\nbox:\n  address: 127.0.0.1:7101\n"))
                .isInstanceOf(FrontEndConfiguration.Result.Rejected.class);
        assertThat(read(example("alice").replace("link:\n", "link:\n  certificate: link.crt\n")))
                .isInstanceOf(FrontEndConfiguration.Result.Rejected.class);
    }
}
