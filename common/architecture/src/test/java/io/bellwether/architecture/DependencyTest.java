package io.bellwether.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who may use whom, in class files and in project files. */
class DependencyTest {
    private static final Checkout CHECKOUT = Checkout.current();

    private static final ModuleTable.Row PLANTED =
            new ModuleTable.Row(
                    "planted",
                    "io.bellwether.architecture.planted.stage",
                    ModuleTable.Purity.PURE,
                    Set.of("foundation"));

    @Test
    @DisplayName("the code of every module uses only what its row allows")
    void codeKeepsToItsRow() {
        for (ModuleTable.Row row : withMainCode()) {
            DependencyRules.usesOnlyItsRow(row).check(HouseClasses.MAIN);
        }
    }

    @Test
    @DisplayName("self-test: a stage that reaches up and sideways is caught at both places")
    void greedyStageIsCaught() {
        List<String> violations =
                DependencyRules.usesOnlyItsRow(PLANTED)
                        .evaluate(HouseClasses.planted("stage"))
                        .getFailureReport()
                        .getDetails();
        assertThat(violations)
                .anySatisfy(v -> assertThat(v).contains("protocol.Step"))
                .anySatisfy(v -> assertThat(v).contains("gf2.Field128"))
                .noneSatisfy(v -> assertThat(v).contains("type <io.bellwether.foundation"));
    }

    @Test
    @DisplayName("every project file declares what its module uses, all of it and no more")
    void projectFilesSayWhatIsUsed() throws IOException {
        List<String> differences = new ArrayList<>();
        for (ModuleTable.Row row : withMainCode()) {
            differences.addAll(
                    DependencyRules.differences(
                            row,
                            CHECKOUT.pom(row).houseDependencies(),
                            DependencyRules.used(row, HouseClasses.MAIN)));
        }
        for (ModuleTable.Row row : ModuleTable.NODES) {
            assertThat(CHECKOUT.pom(row).houseDependencies()).isSubsetOf(row.mayUse());
        }
        assertThat(differences).isEmpty();
    }

    @Test
    @DisplayName("self-test: a forbidden, an unused and an undeclared dependency are all reported")
    void differencesAreReported() throws IOException {
        Pom pom =
                Pom.parse(
                        """
                        <project>
                          <dependencies>
                            <dependency>
                              <groupId>io.bellwether</groupId><artifactId>node</artifactId>
                            </dependency>
                            <dependency>
                              <groupId>io.bellwether</groupId><artifactId>foundation</artifactId>
                              <scope>compile</scope>
                            </dependency>
                            <dependency>
                              <groupId>io.bellwether</groupId><artifactId>testkit</artifactId>
                              <scope>test</scope>
                            </dependency>
                          </dependencies>
                        </project>
                        """);
        Map<String, String> used = Map.of("gf2", "a place");
        assertThat(DependencyRules.differences(PLANTED, pom.houseDependencies(), used))
                .containsExactly(
                        "planted declares foundation and never uses it",
                        "planted declares node, which its row does not allow",
                        "planted uses gf2 without declaring it: a place");
        assertThat(DependencyRules.used(PLANTED, HouseClasses.planted("stage")).keySet())
                .containsExactly("foundation", "gf2", "protocol");
    }

    @Test
    @DisplayName("no row allows a module that stands below it")
    void tableFollowsTheFlow() {
        List<String> names = ModuleTable.COMMON.stream().map(ModuleTable.Row::name).toList();
        for (ModuleTable.Row row : ModuleTable.COMMON) {
            assertThat(row.mayUse())
                    .as(row.name())
                    .allSatisfy(used ->
                            assertThat(names.indexOf(used)).isLessThan(names.indexOf(row.name())));
        }
    }

    /** {@code architecture} has none, and {@code testkit} only what tests share. */
    private static List<ModuleTable.Row> withMainCode() {
        return ModuleTable.COMMON.stream()
                .filter(row -> Files.isDirectory(CHECKOUT.folder(row).resolve("src/main/java")))
                .toList();
    }
}
