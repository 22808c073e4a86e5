package io.bellwether.node.simulation;

import io.bellwether.errorcorrection.CodeParameters;
import io.bellwether.errorcorrection.Decoding;
import io.bellwether.errorcorrection.FlipProbabilities;
import io.bellwether.errorcorrection.SyndromeCode;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;
import io.bellwether.protocol.BlockPlan;
import io.bellwether.protocol.Protocol;
import io.bellwether.protocol.SessionParameters;
import io.bellwether.protocol.SettingSource;
import io.bellwether.securityproof.Theorem;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A stock of blocks. Crashes and cables do not care what was measured, so all histories together
 * measure the same few blocks, and what the decoder made of an input is looked up when the same
 * input comes again. Everything else of a block is computed every time.
 */
public final class Rehearsal {
    /**
     * As short a block as the theorem gives a key for; a soundness error of 0.99 makes it so, and
     * would be of no use to anybody else.
     */
    static final BlockPlan PLAN =
            BlockPlan.proposed(
                    new SessionParameters(
                            16_000,
                            16_000,
                            0.06,
                            SettingSource.ANNOUNCED,
                            new Protocol.Chsh(Theorem.KEYLEN_EAT_OXFORD, 2.828, 1e-4, 0.7),
                            0.99,
                            0.3,
                            0.5),
                    1e-30);

    private static final int BLOCKS = 64;
    private static final int MAX_REMEMBERED = 4 * BLOCKS;
    private static final long HIGH_HALF = 0x5eed_0000_0000_4000L;

    private static final Map<CodeParameters, SyndromeCode> CODES = new ConcurrentHashMap<>();
    private static final Map<Input, Outcome> DECODED = new ConcurrentHashMap<>();

    private Rehearsal() {}

    private record Input(BitArray syndrome, BitArray reference) {}

    /**
     * @param key null if the decoder did not converge
     */
    private record Outcome(BitArray key, int iterations) {}

    /** The block of this number; as a history takes them in turn, none comes twice in it. */
    static BlockId block(int number) {
        return new BlockId(new UUID(HIGH_HALF, number % BLOCKS));
    }

    /** What a node draws in a block. */
    static Dice entropy(UUID block, int end) {
        return new Dice(block.getLeastSignificantBits() * 2 + end);
    }

    /** Instead of {@link SyndromeCode#of}. */
    public static SyndromeCode code(CodeParameters parameters) {
        return CODES.computeIfAbsent(parameters, SyndromeCode::of);
    }

    /** Instead of {@link SyndromeCode#decode}. */
    public static Decoding decode(
            SyndromeCode code, BitArray syndrome, SecretBits reference, FlipProbabilities flips) {
        BitArray read = reference.read(SecretAccess.to("decode in a simulation"));
        Outcome known = DECODED.get(new Input(syndrome, read));
        if (known == null) {
            known = outcome(code.decode(syndrome, reference, flips));
            if (DECODED.size() < MAX_REMEMBERED) {
                DECODED.put(new Input(syndrome.copy(), read.copy()), known);
            }
        }
        return known.key == null
                ? new Decoding.NotConverged(known.iterations)
                : new Decoding.Corrected(new SecretBits(known.key.copy()), known.iterations);
    }

    private static Outcome outcome(Decoding decoding) {
        return switch (decoding) {
            case Decoding.Corrected(var key, int iterations) ->
                    new Outcome(
                            key.read(SecretAccess.to("remember in a simulation")).copy(),
                            iterations);
            case Decoding.NotConverged(int iterations) -> new Outcome(null, iterations);
        };
    }
}
