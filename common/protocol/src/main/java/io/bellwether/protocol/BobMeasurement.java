package io.bellwether.protocol;

import io.bellwether.errorcorrection.FlipProbabilities;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.EntropySource;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;
import io.bellwether.sifting.SiftedBlock;

import java.util.List;

/**
 * Bob's part of step 2: he decides which rounds are test rounds, and what his outcomes say about
 * Alice's.
 */
final class BobMeasurement {
    /** Bob's setting of key rounds; 0 and 1 are test settings. */
    private static final byte KEY_SETTING = 2;

    private final SessionParameters parameters;
    private final RoundRecord record;
    private final SettingChoice choice;

    BobMeasurement(SessionParameters parameters, RoundRecord record, EntropySource entropy) {
        this.parameters = parameters;
        this.record = record;
        this.choice = new SettingChoice(entropy);
    }

    /**
     * Both sides hold their halves of the chunk's pairs and are closed: draw, announce, measure.
     */
    List<Effect> begin(long firstRound) {
        int rounds = record.chunkRounds(firstRound);
        if (parameters.settingSource() == SettingSource.RECORDED) {
            return List.of(new Effect.Replay(firstRound, rounds));
        }
        BitArray testFlags = choice.biased(rounds, parameters.testProbability());
        BitArray testSettings = choice.fairWhere(testFlags);
        byte[] settings = new byte[rounds];
        for (int i = 0; i < rounds; i++) {
            settings[i] = testFlags.get(i) ? (byte) (testSettings.get(i) ? 1 : 0) : KEY_SETTING;
        }
        record.putTestFlags(firstRound, testFlags);
        return List.of(
                new Effect.Send(new Message.TestFlags(firstRound, testFlags)),
                new Effect.Measure(firstRound, settings));
    }

    /**
     * Keeps the chunk; a replayed chunk's test flags are announced only now, because only now are
     * they known.
     */
    List<Effect> record(long firstRound, Event.RoundsMeasured measured) {
        record.putMeasured(firstRound, measured);
        if (parameters.settingSource() != SettingSource.RECORDED) {
            return List.of();
        }
        BitArray testFlags = BitArray.ofLength(measured.settings().length);
        for (int i = 0; i < measured.settings().length; i++) {
            testFlags.set(i, measured.settings()[i] != KEY_SETTING);
        }
        record.putTestFlags(firstRound, testFlags);
        return List.of(new Effect.Send(new Message.TestFlags(firstRound, testFlags)));
    }

    /**
     * Bob's guess of Alice's outcomes: his own, flipped where the CHSH game is won by opposite
     * outcomes.
     */
    SecretBits referenceFor(SiftedBlock sifted) {
        BitArray reference =
                record.outcomes().read(SecretAccess.to("guess Alice's outcomes")).copy();
        reference.xor(sifted.oppositeWins());
        return new SecretBits(reference);
    }

    /** How often the guess is expected to be wrong: Q in key rounds, 1 - w in test rounds. */
    FlipProbabilities expectedFlips() {
        double keyFlip = parameters.expectedQber();
        double testFlip = parameters.expectedTestFlip();
        BitArray testFlags = record.testFlags();
        return round -> testFlags.get(round) ? testFlip : keyFlip;
    }
}
