package io.bellwether.protocol;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;
import io.bellwether.sifting.SettingLog;
import io.bellwether.sifting.TestRounds;

import java.util.Arrays;

/** One side's choices and outcomes of a chained block. */
final class ChainedRecord {
    private final SettingLog choices;
    private final SecretBits outcomes;
    private SecretBits rawKey = new SecretBits(BitArray.ofLength(0));

    ChainedRecord(SessionParameters parameters, Protocol.Chained chained) {
        choices = SettingLog.of(parameters.blockRounds(), choiceCount(chained));
        outcomes = new SecretBits(BitArray.ofLength(parameters.blockRounds()));
    }

    /** M settings of the game, and the key setting. */
    private static int choiceCount(Protocol.Chained chained) {
        return chained.settings() + 1;
    }

    /** Bits of an announcement of a block's choices. */
    static long choiceBits(SessionParameters parameters, Protocol.Chained chained) {
        return SettingLog.bitsFor(parameters.blockRounds(), choiceCount(chained));
    }

    /** What the peer announced. */
    static SettingLog announced(
            SessionParameters parameters, Protocol.Chained chained, BitArray bits) {
        return SettingLog.announced(parameters.blockRounds(), choiceCount(chained), bits);
    }

    void putChoices(long firstRound, byte[] drawn) {
        choices.put(firstRound, drawn);
    }

    /** Records the outcomes; erases the event's. */
    void putOutcomes(long firstRound, byte[] measured) {
        BitArray ones = BitArray.ofLength(measured.length);
        for (int i = 0; i < measured.length; i++) {
            ones.words()[i >>> 6] |= (measured[i] == 1 ? 1L : 0L) << i;
        }
        outcomes.read(SecretAccess.to("record outcomes")).put(firstRound, ones);
        ones.clear();
        Arrays.fill(measured, (byte) 0);
    }

    SettingLog choices() {
        return choices;
    }

    /** The outcomes of the rounds that are for the key; kept, and erased with the record. */
    SecretBits rawKey(BitArray keyRounds) {
        rawKey.erase();
        rawKey = new SecretBits(pick(keyRounds, "take the raw key"));
        return rawKey;
    }

    /** The outcomes of the rounds that are for the estimate. */
    BitArray testOutcomes(BitArray estimationRounds) {
        return pick(estimationRounds, "take the outcomes of the estimation rounds");
    }

    private BitArray pick(BitArray rounds, String purpose) {
        return TestRounds.pick(outcomes.read(SecretAccess.to(purpose)), rounds);
    }

    void erase() {
        outcomes.erase();
        rawKey.erase();
    }
}
