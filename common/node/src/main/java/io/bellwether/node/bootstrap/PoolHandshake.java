package io.bellwether.node.bootstrap;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretBits;

import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.digests.SHA3Digest;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.bouncycastle.crypto.generators.MLKEMKeyPairGenerator;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.MLKEMKeyGenerationParameters;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;

/**
 * Agrees on the bits of a pool over a connection that anybody may hold.
 *
 * <pre>
 *   Alice -> Bob   label, pool bits, nonce, ephemeral ML-KEM-1024 key        (hello)
 *   Bob -> Alice   nonce, ciphertext, ML-DSA-87 signature over hello and these
 *   Alice -> Bob   ML-DSA-87 signature over everything so far, confirmation
 *   Bob -> Alice   confirmation
 * </pre>
 *
 * <p>pool id, confirmations and pool = SHAKE256(label, shared secret, SHA3-512 of the transcript),
 * cut in this order. The KEM key is used once and forgotten: who learns a signature key later
 * learns no pool. What it rests on: Module-LWE and Module-SIS (FIPS 203 and 204), SHAKE256 with a
 * capacity of 512 bits, and that both public keys were pinned before.
 */
public final class PoolHandshake {
    private static final byte[] LABEL =
            "bellwether pool bootstrap 1".getBytes(StandardCharsets.US_ASCII);
    private static final String SIGNED_BY_ALICE = "bellwether bootstrap alice";
    private static final String SIGNED_BY_BOB = "bellwether bootstrap bob";
    private static final MLKEMParameters KEM = MLKEMParameters.ml_kem_1024;
    private static final int NONCE_BYTES = 32;
    private static final int CONFIRMATION_BYTES = 32;

    /** No message is longer; the longest is a signature of 4627 bytes. */
    private static final int MAX_MESSAGE_BYTES = 8192;

    private final BootstrapIdentity identity;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final SecureRandom random;
    private final SHA3Digest transcript = new SHA3Digest(512);

    /** What both ends hold afterwards; the bits are the caller's to erase. */
    public record Agreed(UUID poolId, SecretBits bits) {}

    public PoolHandshake(
            BootstrapIdentity identity,
            DataInputStream in,
            DataOutputStream out,
            SecureRandom random) {
        this.identity = identity;
        this.in = in;
        this.out = out;
        this.random = random;
    }

    /**
     * Alice: proposes the size.
     *
     * @throws IOException if the other end is not the pinned one, disagrees or is lost
     */
    public Agreed asAlice(int poolBits) throws IOException {
        var generator = new MLKEMKeyPairGenerator();
        generator.init(new MLKEMKeyGenerationParameters(random, KEM));
        var keys = generator.generateKeyPair();
        byte[] encapsulationKey = ((MLKEMPublicKeyParameters) keys.getPublic()).getEncoded();
        send(
                ByteBuffer.allocate(LABEL.length + 4 + NONCE_BYTES + encapsulationKey.length)
                        .put(LABEL)
                        .putInt(poolBits)
                        .put(nonce())
                        .put(encapsulationKey)
                        .array());
        receive(NONCE_BYTES);
        var extractor = new MLKEMExtractor((MLKEMPrivateKeyParameters) keys.getPrivate());
        byte[] ciphertext = receive(extractor.getEncapsulationLength());
        requirePeerSigned(SIGNED_BY_BOB);
        send(identity.sign(SIGNED_BY_ALICE, transcriptSoFar(), random));
        byte[] secret = extractor.extractSecret(ciphertext);
        return confirmed(secret, poolBits, true);
    }

    /**
     * Bob.
     *
     * @param maxPoolBits a larger pool is refused
     * @throws IOException if the other end is not the pinned one, disagrees or is lost
     */
    public Agreed asBob(int maxPoolBits) throws IOException {
        ByteBuffer hello = ByteBuffer.wrap(receive(-1));
        byte[] label = new byte[LABEL.length];
        if (hello.remaining() <= LABEL.length + 4 + NONCE_BYTES) {
            throw new IOException("no hello of a bootstrap");
        }
        hello.get(label);
        int poolBits = hello.getInt();
        if (!Arrays.equals(label, LABEL)
                || poolBits <= 0
                || poolBits > maxPoolBits
                || poolBits % 256 != 0) {
            throw new IOException(
                    "bootstrap of %d bits; limit version 1, a multiple of 256 up to %d"
                            .formatted(poolBits, maxPoolBits));
        }
        hello.position(hello.position() + NONCE_BYTES);
        byte[] encapsulationKey = new byte[hello.remaining()];
        hello.get(encapsulationKey);
        SecretWithEncapsulation encapsulated;
        try {
            encapsulated =
                    new MLKEMGenerator(random)
                            .generateEncapsulated(
                                    new MLKEMPublicKeyParameters(KEM, encapsulationKey));
        } catch (IllegalArgumentException e) {
            throw new IOException("encapsulation key: " + e.getMessage(), e);
        }
        send(nonce());
        send(encapsulated.getEncapsulation());
        send(identity.sign(SIGNED_BY_BOB, transcriptSoFar(), random));
        requirePeerSigned(SIGNED_BY_ALICE);
        return confirmed(encapsulated.getSecret(), poolBits, false);
    }

    private byte[] nonce() {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return nonce;
    }

    /** Expands the secret and makes sure that the peer has the same. */
    private Agreed confirmed(byte[] secret, int poolBits, boolean isAlice) throws IOException {
        var expansion = new SHAKEDigest(256);
        absorb(expansion, LABEL);
        absorb(expansion, secret);
        absorb(expansion, transcriptSoFar());
        Arrays.fill(secret, (byte) 0);
        byte[] id = squeeze(expansion, 16);
        byte[] alices = squeeze(expansion, CONFIRMATION_BYTES);
        byte[] bobs = squeeze(expansion, CONFIRMATION_BYTES);
        if (isAlice) {
            send(alices);
        }
        byte[] received = receive(CONFIRMATION_BYTES);
        if (!MessageDigest.isEqual(received, isAlice ? bobs : alices)) {
            throw new IOException("the other end has agreed on other bits");
        }
        if (!isAlice) {
            send(bobs);
        }
        byte[] pool = squeeze(expansion, poolBits / 8);
        var bits = new SecretBits(BitArray.fromBytes(pool, poolBits));
        Arrays.fill(pool, (byte) 0);
        return new Agreed(uuid(id), bits);
    }

    /** Version 4 and variant of RFC 9562. */
    private static UUID uuid(byte[] id) {
        ByteBuffer words = ByteBuffer.wrap(id);
        long high = words.getLong() & ~0xF000L | 0x4000L;
        return new UUID(high, words.getLong() & ~(0xCL << 60) | 0x8L << 60);
    }

    private static void absorb(SHAKEDigest expansion, byte[] bytes) {
        byte[] length = ByteBuffer.allocate(4).putInt(bytes.length).array();
        expansion.update(length, 0, length.length);
        expansion.update(bytes, 0, bytes.length);
    }

    private static byte[] squeeze(SHAKEDigest expansion, int bytes) {
        byte[] squeezed = new byte[bytes];
        expansion.doOutput(squeezed, 0, bytes);
        return squeezed;
    }

    private void requirePeerSigned(String context) throws IOException {
        byte[] signed = transcriptSoFar();
        if (!identity.peerSigned(context, signed, receive(-1))) {
            throw new IOException("the other end is not the one whose key is pinned here");
        }
    }

    private byte[] transcriptSoFar() {
        byte[] digest = new byte[64];
        new SHA3Digest(transcript).doFinal(digest, 0);
        return digest;
    }

    private void send(byte[] message) throws IOException {
        note(message);
        out.writeInt(message.length);
        out.write(message);
        out.flush();
    }

    /**
     * @param bytes the expected length, or -1 for any
     */
    private byte[] receive(int bytes) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MAX_MESSAGE_BYTES || bytes >= 0 && length != bytes) {
            throw new IOException(
                    "message of %d bytes; limit %s"
                            .formatted(length, bytes >= 0 ? bytes : "0 to " + MAX_MESSAGE_BYTES));
        }
        byte[] message = new byte[length];
        in.readFully(message);
        note(message);
        return message;
    }

    private void note(byte[] message) {
        byte[] length = ByteBuffer.allocate(4).putInt(message.length).array();
        transcript.update(length, 0, length.length);
        transcript.update(message, 0, message.length);
    }
}
