package io.bellwether.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What cannot be run where there is no systemd and no container engine is at least read. */
class PackagingTest {
    private static final Path PACKAGING = Path.of("packaging");

    private static String unit(String name) throws IOException {
        return Files.readString(PACKAGING.resolve("systemd/bellwether-" + name + ".service"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "bob", "box"})
    @DisplayName("each service has its own user, a protected system, no core dumps, and its JIT")
    void hardened(String name) throws IOException {
        assertThat(unit(name).lines())
                .contains(
                        "User=bellwether",
                        "NoNewPrivileges=yes",
                        "ProtectSystem=strict",
                        "CapabilityBoundingSet=",
                        "LimitCORE=0",
                        "UMask=0077",
                        // starting again does not help against these
                        "RestartPreventExitStatus=64 78")
                .noneMatch(line -> line.startsWith("MemoryDenyWriteExecute"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "bob"})
    @DisplayName("a node's service runs in the folder that init makes, where it may write")
    void folder(String end) throws IOException {
        assertThat(unit(end).lines())
                .contains(
                        "ExecStart=/usr/bin/bellwether %s /var/lib/bellwether/%s/bellwether.yml"
                                .formatted(end, end),
                        "StateDirectory=bellwether");
    }

    @Test
    @DisplayName(
            "the archive is made after the image that goes into it, and that after the application")
    void orderOfTheArchive() throws IOException {
        assertThat(Files.readString(Path.of("pom.xml")))
                .contains(
                        "<id>application</id><phase>prepare-package</phase>",
                        "<id>image</id><phase>prepare-package</phase>",
                        "<id>archive</id><phase>package</phase>");
    }

    @Test
    @DisplayName("the services differ in name, description and command only")
    void sameHardening() throws IOException {
        assertThat(different("alice", "bob")).isEqualTo(2);
        assertThat(different("alice", "box")).isEqualTo(2);
    }

    private static long different(String one, String other) throws IOException {
        List<String> ones = unit(one).lines().toList();
        return unit(other).lines().filter(line -> !ones.contains(line)).count();
    }

    @Test
    @DisplayName("compose starts both nodes, their source, database, Prometheus and Grafana")
    void compose() throws IOException {
        Map<String, Map<String, Map<String, Object>>> compose =
                new Yaml().load(Files.readString(PACKAGING.resolve("oci/compose.yml")));
        var services = compose.get("services");
        assertThat(services)
                .containsOnlyKeys(
                        "source", "net", "alice", "bob", "database", "prometheus", "grafana");
        assertThat(services.get("alice").get("command"))
                .isEqualTo(List.of("alice", "/pair/alice/bellwether.yml"));
        // device/v1 and health are for loopback
        assertThat(services.entrySet())
                .filteredOn(service -> !service.getKey().equals("net"))
                .allSatisfy(service ->
                        assertThat(service.getValue().get("network_mode"))
                                .isEqualTo("service:net"));
        for (Object mounted :
                List.of(
                        services.get("prometheus").get("volumes"),
                        services.get("grafana").get("volumes"))) {
            String source = ((List<?>) mounted).getFirst().toString().split(":")[0];
            assertThat(PACKAGING.resolve("oci").resolve(source)).isDirectory();
        }
    }
}
