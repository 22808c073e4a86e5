package io.bellwether.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The plan of the house: what stands at the top, in which order the rooms lie. */
class HouseTest {
    private static final Set<String> TOP_LEVEL =
            Set.of(
                    "proto",
                    "common",
                    "alice-node",
                    "bob-node",
                    "deploy",
                    "README.md",
                    "CHANGELOG.md",
                    "CONTRIBUTING.md",
                    "ARCHITECTURE.md",
                    "SECURITY.md",
                    "LICENSE",
                    "pom.xml");

    private static final Checkout CHECKOUT = Checkout.current();

    @Test
    @DisplayName("the top level holds the fixed entries and no other")
    void topLevelIsFixed() throws Exception {
        assertThat(CHECKOUT.topLevel()).containsExactlyInAnyOrderElementsOf(TOP_LEVEL);
    }

    @Test
    @DisplayName("self-test: a stray folder at the top level is seen, a dot file is not")
    void strayFolderIsSeen(@TempDir Path root) throws Exception {
        Files.createDirectory(root.resolve("alice-client"));
        Files.createFile(root.resolve(".editorconfig"));
        assertThat(new Checkout(root).topLevel()).containsExactly("alice-client");
    }

    @Test
    @DisplayName("the modules of common stand in the order in which data flows")
    void modulesStandInFlowOrder() throws IOException {
        assertThat(Pom.read(CHECKOUT.root().resolve("common/pom.xml")).modules())
                .isEqualTo(modulesOfTable());
    }

    @Test
    @DisplayName("self-test: two swapped modules and an added one differ from the table")
    void swappedModulesAreSeen() throws IOException {
        String common = Files.readString(CHECKOUT.root().resolve("common/pom.xml"));
        String swapped =
                common.replace("<module>gf2<", "<module>?<")
                        .replace("<module>bell<", "<module>gf2<")
                        .replace("<module>?<", "<module>bell<");
        String added = common.replace("</modules>", "<module>shared</module></modules>");
        assertThat(Pom.parse(swapped).modules()).isNotEqualTo(modulesOfTable());
        assertThat(Pom.parse(added).modules()).isNotEqualTo(modulesOfTable()).contains("shared");
    }

    @Test
    @DisplayName("the table in CONTRIBUTING.md says what the rules enforce")
    void publishedTableAgrees() throws IOException {
        List<String> published =
                publishedRows(Files.readAllLines(CHECKOUT.root().resolve("CONTRIBUTING.md")));
        assertThat(published).isEqualTo(ModuleTable.COMMON.stream().map(HouseTest::asRow).toList());
    }

    @Test
    @DisplayName("self-test: a published row that allows more differs from the table")
    void publishedRowIsCompared() {
        List<String> published =
                publishedRows(List.of("| `gf2` | GF(2) kernels | `foundation`, `bell` |"));
        assertThat(published)
                .containsExactly("gf2 [bell, foundation]")
                .doesNotContain(asRow(ModuleTable.COMMON.get(1)));
    }

    private static List<String> modulesOfTable() {
        return ModuleTable.COMMON.stream().map(ModuleTable.Row::name).toList();
    }

    private static String asRow(ModuleTable.Row row) {
        int position = ModuleTable.COMMON.indexOf(row);
        Set<String> above = new TreeSet<>(modulesOfTable().subList(0, position));
        boolean everything = above.size() > 1 && row.mayUse().equals(above);
        return row.name()
                + " "
                + (everything ? "everything above" : new TreeSet<>(row.mayUse()).toString());
    }

    /** Rows whose first cell is a name in backquotes; the third says what it may use. */
    private static List<String> publishedRows(List<String> lines) {
        Pattern row = Pattern.compile("\\| `([a-z0-9-]+)` \\|.*\\| ([^|]*) \\|");
        return lines.stream()
                .map(row::matcher)
                .filter(matcher -> matcher.matches())
                .map(matcher -> matcher.group(1) + " " + allowed(matcher.group(2)))
                .toList();
    }

    private static String allowed(String cell) {
        if (cell.equals("everything above")) {
            return cell;
        }
        Set<String> names = new TreeSet<>(Arrays.asList(cell.replace("`", "").split(", ")));
        names.remove("nothing");
        return names.toString();
    }
}
