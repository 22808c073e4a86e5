package io.bellwether.link;

import io.bellwether.channel.TranscriptMac;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * Alice's pool bits for an exchange, as both ends divide them: the key of the proof that Bob has
 * claimed them, then those of her seals and tokens. The exchange is drawn at random each time, so
 * no proof of another one stands for it, not even if her ledger is an old copy that names bits
 * which were used before.
 */
final class AlicesRange {
    static final int PROOF_BITS = TranscriptMac.KEY_BITS;

    private final SecretBits proofKey;
    private final SecretBits sealBits;

    /**
     * @param bits erased here
     */
    AlicesRange(SecretBits bits) {
        BitArray all = bits.read(SecretAccess.to("divide the pool bits of an exchange"));
        proofKey = new SecretBits(all.slice(0, PROOF_BITS));
        sealBits = new SecretBits(all.slice(PROOF_BITS, bits.length() - PROOF_BITS));
        bits.erase();
    }

    /** What Bob says; once. */
    byte[] proof(UUID exchange, long bobsOffset) {
        return mac(exchange, bobsOffset).tag();
    }

    /** Whether Bob said it; once. */
    boolean isProof(UUID exchange, long bobsOffset, byte[] said) {
        return mac(exchange, bobsOffset).verify(said);
    }

    private TranscriptMac mac(UUID exchange, long bobsOffset) {
        var mac = new TranscriptMac(proofKey);
        mac.update(
                ByteBuffer.allocate(3 * Long.BYTES)
                        .putLong(exchange.getMostSignificantBits())
                        .putLong(exchange.getLeastSignificantBits())
                        .putLong(bobsOffset)
                        .array());
        return mac;
    }

    /** For the seals and tokens. */
    SecretBits sealBits() {
        return sealBits;
    }
}
