package io.bellwether.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** No cluster runs these files here; what they must say is read out of them. */
class KubernetesTest {
    private static final Path FILES = Path.of("packaging", "kubernetes");
    private static final Path FULL = Path.of("conf", "alice.full.yml");
    private static final Page PAGE = new Page("deploy/packaging/kubernetes/README.md");
    private static final Page README = new Page("README.md");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static List<JsonNode> objects() throws IOException {
        List<JsonNode> objects = new ArrayList<>();
        for (JsonNode file : kustomization("base").get("resources")) {
            String text = Files.readString(FILES.resolve("base").resolve(file.asText()));
            new Yaml().loadAll(text).forEach(one -> objects.add(JSON.valueToTree(one)));
        }
        return objects;
    }

    private static JsonNode kustomization(String folder) throws IOException {
        Path file = FILES.resolve(folder).resolve("kustomization.yaml");
        return JSON.valueToTree(new Yaml().load(Files.readString(file)));
    }

    private static JsonNode object(String kind) throws IOException {
        return objects().stream()
                .filter(one -> one.get("kind").asText().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<JsonNode> children(JsonNode list) {
        return list.valueStream();
    }

    @Test
    @DisplayName("every object has a version, a kind and a name; nothing else is in the folder")
    void complete() throws IOException {
        assertThat(objects())
                .allSatisfy(one -> {
                    assertThat(one.path("apiVersion").asText()).isNotEmpty();
                    assertThat(one.at("/metadata/name").asText()).matches("[a-z]+");
                })
                .extracting(one -> one.get("kind").asText())
                .containsExactlyInAnyOrder(
                        "StatefulSet",
                        "Deployment",
                        "PodDisruptionBudget",
                        "Service",
                        "Service",
                        "NetworkPolicy");
        try (Stream<Path> files = Files.list(FILES.resolve("base"))) {
            assertThat(files).hasSize(1 + kustomization("base").get("resources").size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"StatefulSet", "Deployment"})
    @DisplayName("pods are locked in, probed from inside, and end before they are killed")
    void pods(String kind) throws IOException {
        JsonNode workload = object(kind);
        JsonNode pod = workload.at("/spec/template/spec");
        assertThat(workload.at("/spec/selector/matchLabels"))
                .isEqualTo(workload.at("/spec/template/metadata/labels"));
        assertThat(pod.at("/automountServiceAccountToken").asBoolean(true)).isFalse();
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/terminationGracePeriodSeconds").asInt()).isGreaterThanOrEqualTo(60);
        Stream.concat(children(pod.get("containers")), children(pod.path("initContainers")))
                .forEach(container -> {
                    JsonNode context = container.get("securityContext");
                    assertThat(context.get("allowPrivilegeEscalation").asBoolean(true)).isFalse();
                    assertThat(context.get("readOnlyRootFilesystem").asBoolean()).isTrue();
                    assertThat(context.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
                    children(container.get("volumeMounts"))
                            .forEach(mount ->
                                    assertThat(volumes(workload))
                                            .contains(mount.get("name").asText()));
                });
        JsonNode node = pod.at("/containers/0");
        assertThat(node.at("/livenessProbe/exec/command/2").asText()).contains("GET /livez ");
        assertThat(node.at("/readinessProbe/exec/command/2").asText()).contains("GET /readyz ");
        assertThat(node.at("/resources/limits/memory").asText()).isNotEmpty();
    }

    private static List<String> volumes(JsonNode workload) {
        return Stream.concat(
                        children(workload.at("/spec/template/spec/volumes"))
                                .map(volume -> volume.get("name").asText()),
                        children(workload.at("/spec/volumeClaimTemplates"))
                                .map(claim -> claim.at("/metadata/name").asText()))
                .toList();
    }

    @Test
    @DisplayName("there is one engine on one volume, and no pool in a Secret")
    void oneEngine() throws IOException {
        JsonNode engine = object("StatefulSet");
        assertThat(engine.at("/spec/replicas").asInt()).isEqualTo(1);
        assertThat(engine.at("/spec/volumeClaimTemplates/0/spec/accessModes/0").asText())
                .isEqualTo("ReadWriteOncePod");
        assertThat(engine.at("/spec/template/spec/initContainers/0/args/0").asText())
                .contains("/var/lib/bellwether/authentication.pool");
        assertThat(Files.readString(FILES.resolve("README.md")))
                .doesNotContain("--from-file=authentication.pool");
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "bob"})
    @DisplayName("an end's overlay puts its name where the base says END")
    void overlay(String end) throws IOException {
        JsonNode overlay = kustomization(end);
        assertThat(overlay.at("/resources/0").asText()).isEqualTo("../base");
        assertThat(children(overlay.get("patches")).map(patch -> patch.at("/target/kind").asText()))
                .containsExactly("StatefulSet", "Deployment");
        children(overlay.get("patches"))
                .forEach(patch -> {
                    JsonNode change =
                            JSON.valueToTree(new Yaml().load(patch.get("patch").asText()));
                    assertThat(change.at("/0/path").asText())
                            .isEqualTo("/spec/template/spec/containers/0/args/0");
                    assertThat(change.at("/0/value").asText()).isEqualTo(end);
                });
        assertThat(object("StatefulSet").at("/spec/template/spec/containers/0/args/0").asText())
                .isEqualTo("END");
    }

    @Test
    @DisplayName(
            "kubectl takes the page's commands and renders both ends; what it makes are the"
                    + " Secrets that the pods mount, of files that init writes or the page names")
    void commands(@TempDir Path folder) throws Exception {
        List<String> secrets = new ArrayList<>();
        for (String command : PAGE.commands()) {
            assertThat(command)
                    .matches("kubectl (-n bellwether-alice )?(create|apply) [\\w ./=-]+");
            Matcher file = Pattern.compile("--from-file=(\\S+)").matcher(command);
            while (file.find()) {
                Files.writeString(folder.resolve(file.group(1)), "x");
                assertThat(Files.readString(FULL) + Files.readString(FILES.resolve("README.md")))
                        .contains(file.group(1));
            }
            Matcher secret = Pattern.compile("secret generic (\\S+)").matcher(command);
            if (secret.find()) {
                secrets.add(secret.group(1));
            }
        }
        assertThat(secretsOfPods()).containsExactlyInAnyOrderElementsOf(secrets);
        assumeTrue(onPath("kubectl"), "no kubectl on this machine: its commands are only read");
        for (String command : PAGE.commands()) {
            if (command.contains(" create ")) {
                assertThat(run(folder, command + " --dry-run=client -o name")).contains("/bellwe");
            }
        }
        // without a cluster only this part of apply can be done
        String apply = PAGE.command("kubectl apply -k");
        String render = README.command("kubectl kustomize") + apply.replaceFirst(".* -k", "");
        for (String end : List.of("alice", "bob")) {
            Path root = Path.of("..").toAbsolutePath().normalize();
            assertThat(run(root, render.replace("/alice", "/" + end)))
                    .contains("kind: StatefulSet", "- " + end + "\n")
                    .doesNotContain("- END");
        }
    }

    private static Set<String> secretsOfPods() throws IOException {
        Set<String> names = new TreeSet<>();
        for (JsonNode one : objects()) {
            for (JsonNode name : one.findValues("secretName")) {
                names.add(name.asText());
            }
        }
        return names;
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static String run(Path from, String command) throws Exception {
        Process process =
                new ProcessBuilder("sh", "-c", command)
                        .directory(from.toFile())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as("%s%n%s", command, output).isZero();
        return output;
    }
}
