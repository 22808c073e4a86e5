package io.bellwether.node.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.channel.AuthenticationLedger;
import io.bellwether.channel.PoolSummary;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretBits;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** An attack that ends otherwise than by its own report: what the table says of it. */
class AttacksTest {
    private static final int POOL_BITS = 1 << 12;

    @TempDir private Path folder;
    private Path pool;

    @BeforeEach
    void createPool() throws IOException {
        pool = folder.resolve("pool");
        AuthenticationLedger.create(
                pool, new UUID(0, 1), new SecretBits(BitArray.ofLength(POOL_BITS)));
    }

    /** Ends as its deed does. */
    private record Ending(Deed deed) implements Attack {
        interface Deed {
            AttackReport end() throws Exception;
        }

        @Override
        public String name() {
            return "ending";
        }

        @Override
        public String summary() {
            return "ends as the test wants";
        }

        @Override
        public Verdict expected() {
            return Verdict.SURVIVED;
        }

        @Override
        public String lesson() {
            return "none";
        }

        @Override
        public AttackReport run(Arena arena) throws Exception {
            return deed.end();
        }
    }

    private AttackReport ran(Ending.Deed deed) throws Exception {
        try (var arena =
                new Arena(folder.resolve("arena"), 1, false, new PrintWriter(new StringWriter()))) {
            return Attacks.run(new Ending(deed), arena);
        }
    }

    private AttackReport readsThePool() throws Exception {
        return ran(() -> {
            PoolSummary.read(pool);
            throw new StuckException("the pool could be read");
        });
    }

    @Test
    @DisplayName("a ledger that cannot be gone on with is broken, whatever was expected")
    void damagedLedger() throws Exception {
        assertThat(readsThePool().verdict()).isEqualTo(Verdict.STUCK);
        Files.delete(AuthenticationLedger.journalPath(pool));

        AttackReport report = readsThePool();

        assertThat(report.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(report.asExpected()).isFalse();
        assertThat(report.evidence()).containsKey("broken");
        assertThat(report.observed()).contains("missing");
    }

    @Test
    @DisplayName("an attack that could not be carried out has no verdict")
    void notCarriedOut() {
        assertThatThrownBy(() ->
                        ran(() -> {
                            throw new IOException("address in use");
                        }))
                .isInstanceOf(IOException.class)
                .hasMessage("address in use");
    }
}
