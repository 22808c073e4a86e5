package io.bellwether.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethod;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/** Stages, session machines and the security proof compute and do nothing else. */
class PureStageTest {
    private static final String WORLDLY = "io.bellwether.architecture.planted.world.WorldlyStage";

    /** The one numerical library of a pure module, as narrow as it needs it. */
    private static final Map<String, String> LIBRARIES =
            Map.of(
                    // eigenvalues of states and observables
                    "bell", "org.hipparchus.linear",
                    "security-proof", "org.hipparchus");

    @Test
    @DisplayName("no pure module touches clock, randomness, file, socket, thread or logger")
    void stagesArePure() {
        List<ModuleTable.Row> pure =
                ModuleTable.COMMON.stream()
                        .filter(row -> row.purity() == ModuleTable.Purity.PURE)
                        .toList();
        assertThat(pure)
                .extracting(ModuleTable.Row::name)
                .containsExactly(
                        "gf2",
                        "bell",
                        "security-proof",
                        "sifting",
                        "error-correction",
                        "verification",
                        "estimation",
                        "privacy-amplification",
                        "protocol");
        for (ModuleTable.Row row : pure) {
            String library = LIBRARIES.getOrDefault(row.name(), "");
            PureStageRule.pure(row.rootPackage(), library).check(HouseClasses.MAIN);
        }
    }

    @Test
    @DisplayName("self-test: each planted way to touch the world is caught, sober code is not")
    void worldlyStageIsCaught() {
        List<String> violations = violations("");
        List<String> methods =
                HouseClasses.planted("world").get(WORLDLY).getMethods().stream()
                        .map(JavaMethod::getName)
                        .filter(name -> !name.startsWith("lambda$"))
                        .toList();
        assertThat(methods).hasSizeGreaterThan(15);
        assertThat(methods)
                .allSatisfy(method ->
                        assertThat(violations)
                                .anySatisfy(v -> assertThat(v).contains("." + method + "(")));
        assertThat(violations).noneSatisfy(v -> assertThat(v).contains("SoberStage"));
    }

    @Test
    @DisplayName("self-test: a library is allowed to the module that it is named for only")
    void libraryIsAllowedByName() {
        assertThat(violations("org.hipparchus"))
                .noneSatisfy(v -> assertThat(v).contains(".library("))
                .anySatisfy(v -> assertThat(v).contains(".logger("));
    }

    private static List<String> violations(String library) {
        return PureStageRule.pure("io.bellwether.architecture.planted.world", library)
                .evaluate(HouseClasses.planted("world"))
                .getFailureReport()
                .getDetails();
    }
}
