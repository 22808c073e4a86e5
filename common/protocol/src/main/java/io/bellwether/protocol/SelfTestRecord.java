package io.bellwether.protocol;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;
import io.bellwether.sifting.TestRounds;

import java.util.Arrays;

/** One side's outcomes of a block of the d-outcome protocol, as binary digits: digit by digit. */
final class SelfTestRecord {
    private final long rounds;
    private final int digits;
    private final BitArray testFlags;
    private final SecretBits outcomes;
    private SecretBits rawKey = new SecretBits(BitArray.ofLength(0));

    /**
     * @param digits of an outcome, 6 at most
     */
    SelfTestRecord(SessionParameters parameters, int digits) {
        this.rounds = parameters.blockRounds();
        this.digits = digits;
        testFlags = BitArray.ofLength(rounds);
        outcomes = new SecretBits(BitArray.ofLength(rounds * digits));
    }

    void putTestFlags(long firstRound, BitArray flags) {
        testFlags.put(firstRound, flags);
    }

    BitArray testFlags() {
        return testFlags;
    }

    BitArray keyRounds() {
        BitArray key = BitArray.ofLength(rounds);
        for (long round = 0; round < rounds; round++) {
            key.set(round, !testFlags.get(round));
        }
        return key;
    }

    long testRounds() {
        return testFlags.cardinality();
    }

    /** Records the outcomes; erases the event's. */
    void putOutcomes(long firstRound, byte[] measured) {
        BitArray kept = outcomes.read(SecretAccess.to("record outcomes"));
        for (int digit = 0; digit < digits; digit++) {
            BitArray plane = BitArray.ofLength(measured.length);
            for (int i = 0; i < measured.length; i++) {
                plane.words()[i >>> 6] |= (measured[i] >>> digit & 1L) << i;
            }
            kept.put(digit * rounds + firstRound, plane);
            plane.clear();
        }
        Arrays.fill(measured, (byte) 0);
    }

    /** The first digits of the key rounds' outcomes; kept, and erased with the record. */
    SecretBits rawKey(int keyDigits) {
        rawKey.erase();
        rawKey = new SecretBits(pick(keyRounds(), keyDigits, "take the raw key"));
        return rawKey;
    }

    /** All digits of the test rounds' outcomes. */
    BitArray testOutcomes() {
        return pick(testFlags, digits, "take the outcomes of the test rounds");
    }

    private BitArray pick(BitArray marked, int wanted, String purpose) {
        BitArray kept = outcomes.read(SecretAccess.to(purpose));
        long count = marked.cardinality();
        BitArray picked = BitArray.ofLength(count * wanted);
        for (int digit = 0; digit < wanted; digit++) {
            BitArray plane = kept.slice(digit * rounds, rounds);
            BitArray part = TestRounds.pick(plane, marked);
            picked.put(digit * count, part);
            plane.clear();
            part.clear();
        }
        return picked;
    }

    /** Numbers from their digits. */
    static byte[] numbers(BitArray bits, int digits) {
        byte[] numbers = new byte[Math.toIntExact(bits.length() / digits)];
        for (int digit = 0; digit < digits; digit++) {
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] |= (byte) (bits.get((long) digit * numbers.length + i) ? 1 << digit : 0);
            }
        }
        return numbers;
    }

    void erase() {
        outcomes.erase();
        rawKey.erase();
    }
}
