package io.bellwether.protocol;

import io.bellwether.errorcorrection.CodeParameters;
import io.bellwether.errorcorrection.Decoding;
import io.bellwether.errorcorrection.FlipProbabilities;
import io.bellwether.errorcorrection.SyndromeCode;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;
import io.bellwether.foundation.Workers;

/**
 * The error correction of a block: one code for every pair of boxes, so that what is published of
 * one pair's outcomes does not depend on those of another.
 *
 * @param code of one pair
 */
record PairCode(CodeParameters code, int pairs) {
    /** Of the whole block. */
    long syndromeBits() {
        return code.syndromeBits() * pairs;
    }

    /** The syndromes of the pairs, one after the other. */
    BitArray syndrome(SecretBits key) {
        SyndromeCode each = SyndromeCode.of(code);
        if (pairs == 1) {
            return each.syndrome(key);
        }
        BitArray all = BitArray.ofLength(syndromeBits());
        for (int pair = 0; pair < pairs; pair++) {
            try (SecretBits part = part(key, pair, "compute a pair's syndrome")) {
                all.put(pair * code.syndromeBits(), each.syndrome(part));
            }
        }
        return all;
    }

    /** Bob's correction, pair by pair; it ends at the first that fails. */
    Decoding decode(
            BitArray syndrome, SecretBits reference, FlipProbabilities flips, Workers workers) {
        SyndromeCode each = SyndromeCode.of(code);
        if (pairs == 1) {
            return each.decode(syndrome, reference, flips, workers);
        }
        BitArray corrected = BitArray.ofLength(reference.length());
        int iterations = 0;
        for (int pair = 0; pair < pairs; pair++) {
            long first = pair * code.blockBits();
            BitArray published = syndrome.slice(pair * code.syndromeBits(), code.syndromeBits());
            try (SecretBits part = part(reference, pair, "correct a pair's key")) {
                switch (each.decode(published, part, bit -> flips.at(first + bit), workers)) {
                    case Decoding.NotConverged failed -> {
                        corrected.clear();
                        return failed;
                    }
                    case Decoding.Corrected(SecretBits key, int needed) -> {
                        corrected.put(first, key.read(SecretAccess.to("join the pairs' keys")));
                        key.erase();
                        iterations = Math.max(iterations, needed);
                    }
                }
            }
        }
        return new Decoding.Corrected(new SecretBits(corrected), iterations);
    }

    private SecretBits part(SecretBits whole, int pair, String purpose) {
        return new SecretBits(
                whole.read(SecretAccess.to(purpose))
                        .slice(pair * code.blockBits(), code.blockBits()));
    }
}
