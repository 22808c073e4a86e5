package io.bellwether.node.attack;

import io.bellwether.protocol.BlockPlan;
import io.bellwether.protocol.Protocol;
import io.bellwether.protocol.SessionParameters;
import io.bellwether.protocol.SettingSource;
import io.bellwether.securityproof.Theorem;

import java.util.Map;

/**
 * The blocks that are attacked: devices good enough for a key in few rounds, with room for an
 * adversary who gives away a little of the score.
 */
final class AttackPlan {
    static final long BLOCK_ROUNDS = 600_000;
    static final double EXPECTED_CHSH = 2.75;
    static final double EXPECTED_QBER = 0.004;

    /** Of a block between processes; between machines in memory it is only a number. */
    static final double EPSILON_AUTHENTICATION = 1e-25;

    private static final int CHUNK_ROUNDS = 131_072;

    private AttackPlan() {}

    /** For the session machines. */
    static BlockPlan inMemory() {
        return BlockPlan.proposed(
                new SessionParameters(
                        BLOCK_ROUNDS,
                        CHUNK_ROUNDS,
                        13 / 256.0,
                        SettingSource.ANNOUNCED,
                        new Protocol.Chsh(
                                Theorem.KEYLEN_EAT_OXFORD, EXPECTED_CHSH, EXPECTED_QBER, 3),
                        1e-10,
                        0.1,
                        0.5),
                EPSILON_AUTHENTICATION);
    }

    /** The same for the daemons' configuration. */
    static Map<String, String> settings() {
        return Map.of(
                "protocol.blockRounds", Long.toString(BLOCK_ROUNDS),
                "protocol.chunkRounds", Integer.toString(CHUNK_ROUNDS),
                "protocol.expectedChsh", Double.toString(EXPECTED_CHSH),
                "protocol.expectedQber", Double.toString(EXPECTED_QBER),
                "box.frameRounds", "16384",
                "link.retryInitialMillis", "100",
                "link.retryMaxMillis", "400");
    }
}
