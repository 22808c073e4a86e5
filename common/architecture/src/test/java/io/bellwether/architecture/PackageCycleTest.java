package io.bellwether.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.List;

/**
 * The packages inside a module have an order, too. A module's own root package is not looked at:
 * there its parts are composed, or what they share stands.
 */
class PackageCycleTest {
    private static ArchRule freeOfCycles(String rootPackage) {
        return SlicesRuleDefinition.slices()
                .matching(rootPackage + ".(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true);
    }

    @Test
    @DisplayName("no packages of a module need each other")
    void modulesAreFreeOfCycles() {
        for (ModuleTable.Row row : ModuleTable.COMMON) {
            freeOfCycles(row.rootPackage()).check(HouseClasses.MAIN);
        }
    }

    @Test
    @DisplayName("self-test: two packages that need each other are caught")
    void cycleIsCaught() {
        List<String> violations =
                freeOfCycles("io.bellwether.architecture.planted.cycle")
                        .evaluate(HouseClasses.planted("cycle"))
                        .getFailureReport()
                        .getDetails();
        assertThat(violations)
                .singleElement()
                .satisfies(v -> assertThat(v).contains("Slice chicken", "Slice egg"));
    }
}
