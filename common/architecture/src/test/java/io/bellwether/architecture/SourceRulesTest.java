package io.bellwether.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaModifier;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What class files do not show, or show of {@code common} only: here the daemons are included. */
class SourceRulesTest {
    private static final String GENERATED_KERNEL =
            "a straight-line kernel, generated; calls would put its vectors in memory";

    /** Longer than the limits, and why. */
    private static final Map<String, String> LONG_FOR_A_REASON =
            Map.ofEntries(
                    Map.entry(
                            "io.bellwether.protocol.BobSession",
                            "one state machine; an import per state it names"),
                    Map.entry(
                            "io.bellwether.protocol.BobSession#transition",
                            "the transition table, to be read in one piece"),
                    Map.entry(
                            "io.bellwether.channel.PolynomialHash#absorbGroup",
                            "a straight-line kernel; the argument about its carries needs all of it"
                                    + " in view"),
                    Map.entry(
                            "io.bellwether.channel.AuthenticationLedger",
                            "every guarantee about pool bits, each one synchronised method with its"
                                    + " limits"),
                    Map.entry(
                            "io.bellwether.node.config.Section",
                            "one short reading method per kind of value"),
                    Map.entry(
                            "io.bellwether.keystore.KeyStore",
                            "every durable operation with its guarantee, each one transaction"),
                    Map.entry("io.bellwether.gf2.PlaneProducts", GENERATED_KERNEL),
                    Map.entry("io.bellwether.gf2.PlaneProducts#product8", GENERATED_KERNEL),
                    Map.entry("io.bellwether.gf2.PlaneProducts#sumProduct8", GENERATED_KERNEL),
                    Map.entry("io.bellwether.gf2.PlaneProducts#addSumMiddle", GENERATED_KERNEL),
                    Map.entry("io.bellwether.gf2.PlaneProducts#addSumHigh", GENERATED_KERNEL),
                    Map.entry("io.bellwether.gf2.PlaneProducts#addMiddle", GENERATED_KERNEL),
                    Map.entry("io.bellwether.gf2.PlaneProducts#addHigh", GENERATED_KERNEL));

    /** Predictable generators in main code, and why no setting, seed or key can come from them. */
    private static final Map<String, String> PREDICTABLE_FOR_A_REASON =
            Map.of(
                    "io.bellwether.errorcorrection.SplitMix64",
                    "shapes public codes that both ends must build alike from a public seed",
                    "io.bellwether.device.simulated.PhysicsGenerator",
                    "plays the untrusted world outside the nodes",
                    "io.bellwether.node.simulation.Dice",
                    "decides simulated histories, which a seed must replay",
                    "io.bellwether.node.bench.SimulatedKeys",
                    "noise to measure with; no key comes of it",
                    "io.bellwether.node.crash.FaultMoments",
                    "draws the moments at which daemons are killed, to be replayed from a seed");

    private static List<JavaSource> house;

    @TempDir private Path root;

    @BeforeAll
    static void readHouse() throws IOException {
        house = JavaSource.of(Checkout.current());
        assertThat(house)
                .extracting(JavaSource::qualifiedName)
                .contains(
                        "io.bellwether.foundation.BitArray",
                        "io.bellwether.alice.AliceNode",
                        "io.bellwether.bob.BobNode");
    }

    @Test
    @DisplayName("no class ends in Impl, Manager, Util, Utils or Helper")
    void namesSaySomething() {
        assertThat(SourceRules.emptyNames(house)).isEmpty();
    }

    @Test
    @DisplayName("self-test: an empty name is caught, of a nested class too")
    void emptyNameIsCaught() throws IOException {
        plant("common/gf2/src/main/java/io/bellwether/gf2", "Simple", "class BitUtils {}");
        plant(
                "bob-node/src/test/java/io/bellwether/bob",
                "Nested",
                "record Nested() { enum KeyManager { ONE } }");
        assertThat(SourceRules.emptyNames(planted()))
                .containsExactly(
                        "io.bellwether.gf2.Simple: BitUtils",
                        "io.bellwether.bob.Nested: KeyManager");
    }

    @Test
    @DisplayName("every source stands in its module's root package, in the folder of that name")
    void packagesStandAtHome() {
        assertThat(SourceRules.strayPackages(house)).isEmpty();
    }

    @Test
    @DisplayName("self-test: a second root package and a misplaced file are caught")
    void strayPackageIsCaught() throws IOException {
        plant("common/gf2/src/main/java/io/bellwether/bits", "Second", "class Second {}");
        Path folder = Files.createDirectories(root.resolve("common/bell/src/main/java/io"));
        Files.writeString(
                folder.resolve("Misplaced.java"),
                "package io.bellwether.bell;\nclass Misplaced {}\n");
        assertThat(SourceRules.strayPackages(planted()))
                .containsExactly(
                        "io/bellwether/bits/Second.java: package io.bellwether.bits;"
                                + " module gf2 is io.bellwether.gf2",
                        "io/Misplaced.java: package io.bellwether.bell;"
                                + " module bell is io.bellwether.bell");
    }

    @Test
    @DisplayName("the daemons import only what they compose, and nothing of each other")
    void daemonsKeepToTheirRow() {
        assertThat(SourceRules.refusedImports(main(house))).isEmpty();
    }

    @Test
    @DisplayName("self-test: a daemon that imports the other one or a stage is caught")
    void reachingDaemonIsCaught() throws IOException {
        plant(
                "alice-node/src/main/java/io/bellwether/alice",
                "Curious",
                "import io.bellwether.bob.BobNode;\n"
                        + "import io.bellwether.estimation.AcceptedEstimate;\n"
                        + "import io.bellwether.node.NodeParts;\n"
                        + "class Curious {}");
        assertThat(SourceRules.refusedImports(main(planted())))
                .containsExactly(
                        "io.bellwether.alice.Curious imports io.bellwether.bob.BobNode",
                        "io.bellwether.alice.Curious imports"
                                + " io.bellwether.estimation.AcceptedEstimate");
    }

    @Test
    @DisplayName("files have at most 300 lines and methods at most 40, but for a written reason")
    void sizesAreReadable() {
        assertThat(SourceRules.tooLong(house, LONG_FOR_A_REASON)).isEmpty();
    }

    @Test
    @DisplayName("self-test: a long file, a long method and a needless exception are reported")
    void longCodeIsCaught() throws IOException {
        String folder = "common/gf2/src/main/java/io/bellwether/gf2";
        plant(folder, "LongFile", "class LongFile {\n" + "// line\n".repeat(299) + "}");
        plant(folder, "LongMethod", method("LongMethod", SourceRules.MAX_METHOD_LINES + 1));
        plant(folder, "FittingMethod", method("FittingMethod", SourceRules.MAX_METHOD_LINES));
        plant(folder, "Reasoned", method("Reasoned", 100));
        Map<String, String> reasons =
                Map.of(
                        "io.bellwether.gf2.Reasoned#run", "a table",
                        "io.bellwether.gf2.Split", "long ago");
        assertThat(SourceRules.tooLong(planted(), reasons))
                .containsExactly(
                        "io.bellwether.gf2.LongFile: 302 lines",
                        "io.bellwether.gf2.LongMethod#run: 41 lines",
                        "io.bellwether.gf2.Split: listed as an exception without need");
    }

    @Test
    @DisplayName("no predictable generator is in main code, but for a written reason")
    void generatorsAreCryptographic() {
        assertThat(SourceRules.weakGenerators(house, PREDICTABLE_FOR_A_REASON)).isEmpty();
    }

    @Test
    @DisplayName("the predictable generators cannot be named outside their package")
    void predictableGeneratorsStayHidden() {
        assertThat(PREDICTABLE_FOR_A_REASON.keySet())
                .allSatisfy(name ->
                        assertThat(HouseClasses.MAIN.get(name).getModifiers())
                                .doesNotContain(JavaModifier.PUBLIC));
    }

    @Test
    @DisplayName("self-test: a JDK generator and one written out by hand are caught")
    void weakGeneratorIsCaught() throws IOException {
        String folder = "alice-node/src/main/java/io/bellwether/alice";
        plant(folder, "Imported", "class Imported { Object o = new java.util.Random(); }");
        plant(folder, "Called", "class Called { double d = Math.random(); }");
        plant(folder, "Mixed", "class Mixed { long next(long s) { return s * 0x5DEECE66DL; } }");
        plant(folder, "Sound", "class Sound { java.security.SecureRandom random; // Random\n}");
        Map<String, String> reasons = Map.of("io.bellwether.alice.Sound", "none");
        assertThat(SourceRules.weakGenerators(planted(), reasons))
                .containsExactly(
                        "io.bellwether.alice.Called: [Math.random]",
                        "io.bellwether.alice.Imported: [java.util.Random]",
                        "io.bellwether.alice.Mixed: [0x5deece66d]",
                        "io.bellwether.alice.Sound: listed as an exception without need");
    }

    @Test
    @DisplayName("no mark of unfinished work, no switched-off test, no wait by the clock")
    void nothingIsUnfinished() throws IOException {
        assertThat(ForbiddenWords.in(Checkout.current().root())).isEmpty();
    }

    @Test
    @DisplayName("self-test: each forbidden word is caught with its file and line")
    void forbiddenWordsAreCaught() throws IOException {
        List<String> words = List.of("TO" + "DO", "@Dis" + "abled", "Thread" + ".sleep(1)");
        Path folder = Files.createDirectories(root.resolve("common/gf2/src/test"));
        Files.write(folder.resolve("Bad.java"), words);
        assertThat(ForbiddenWords.in(root))
                .containsExactly(
                        "common/gf2/src/test/Bad.java:1: " + words.get(0),
                        "common/gf2/src/test/Bad.java:2: " + words.get(1),
                        "common/gf2/src/test/Bad.java:3: " + words.get(2));
    }

    private static List<JavaSource> main(List<JavaSource> sources) {
        return sources.stream().filter(JavaSource::isMain).toList();
    }

    private static String method(String type, int lines) {
        return "class " + type + " { void run() {\n" + "run();\n".repeat(lines - 2) + "} }";
    }

    private List<JavaSource> planted() throws IOException {
        return JavaSource.of(new Checkout(root));
    }

    private void plant(String folder, String name, String code) throws IOException {
        String inPackage = folder.substring(folder.indexOf("/java/") + 6).replace('/', '.');
        Path file = Files.createDirectories(root.resolve(folder)).resolve(name + ".java");
        Files.writeString(file, "package " + inPackage + ";\n" + code + "\n");
    }
}
