package io.bellwether.node.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.channel.Direction;
import io.bellwether.node.loopback.PoolUse;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;

/**
 * Setting generators that are not what they should be, and clocks that jump. Simulation, seeded.
 */
class GeneratorAttackTest {
    private static final long SEED = 20_261_123;

    @TempDir Path folder;

    private AttackReport run(String name, boolean honestBoxes) throws Exception {
        try (var arena =
                new Arena(folder, SEED, honestBoxes, new PrintWriter(new StringWriter()))) {
            return Attacks.named(name).orElseThrow().run(arena);
        }
    }

    @Test
    @DisplayName("a stuck or biased setting generator stops the node before there is a key")
    void broken() throws Exception {
        AttackReport report = run("broken-generator", false);

        assertThat(report.verdict()).isEqualTo(Verdict.STOPPED);
        assertThat(report.evidence().get("stuck").toString()).contains("repetition count test");
        assertThat(report.evidence().get("biased").toString()).contains("adaptive proportion");
    }

    @Test
    @DisplayName("settings that somebody foresees give her the key: randomness is an assumption")
    void known() throws Exception {
        assertThat(run("known-generator", false).verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(run("known-generator", true).verdict()).isEqualTo(Verdict.DELIVERED);
    }

    @Test
    @DisplayName("a clock that jumps by years does not make the ledger give out a bit twice")
    void clock() throws Exception {
        AttackReport report = run("clock-jump", false);

        assertThat(report.verdict()).isEqualTo(Verdict.SURVIVED);
        assertThat((long) report.evidence().get("jumpsBackwards")).isGreaterThan(50);
        assertThat(report.evidence()).containsEntry("granted", 200);
    }

    @Test
    @DisplayName("a ledger that gave a range out twice under a jumping clock would be broken")
    void clockWithReuse() {
        var once = new PoolUse(Direction.ALICE_TO_BOB, 0, 256);

        AttackReport report = new ClockAttack().report(List.of(once, once), List.of());

        assertThat(report.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(report.evidence()).containsEntry("authenticationBitsUsedTwice", 256L);
    }
}
