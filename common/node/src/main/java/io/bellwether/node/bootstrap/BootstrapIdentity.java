package io.bellwether.node.bootstrap;

import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithContext;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.MLDSASigner;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/** One end's ML-DSA-87 key, kept as the 32-byte seed of FIPS 204, and its peer's public key. */
public final class BootstrapIdentity {
    /** Of the seed from which FIPS 204 derives the key pair. */
    public static final int SEED_BYTES = 32;

    private static final MLDSAParameters PARAMETERS = MLDSAParameters.ml_dsa_87;

    private final MLDSAPrivateKeyParameters own;
    private final MLDSAPublicKeyParameters peer;

    /**
     * @param seed of the own key, {@link #SEED_BYTES} bytes
     * @param peersPublicKey as {@link #publicKeyOf} gives it at the peer
     * @throws IllegalArgumentException if one of them has another length
     */
    public BootstrapIdentity(byte[] seed, byte[] peersPublicKey) {
        own = privateKey(seed);
        peer = new MLDSAPublicKeyParameters(PARAMETERS, peersPublicKey);
    }

    /** The public key of a seed, encoded as in FIPS 204. */
    public static byte[] publicKeyOf(byte[] seed) {
        return privateKey(seed).getPublicKey();
    }

    private static MLDSAPrivateKeyParameters privateKey(byte[] seed) {
        if (seed.length != SEED_BYTES) {
            throw new IllegalArgumentException(
                    "bootstrap key: %d bytes; limit exactly %d".formatted(seed.length, SEED_BYTES));
        }
        return new MLDSAPrivateKeyParameters(PARAMETERS, seed);
    }

    /** Signs with a context, so that no signature can stand for another one. */
    byte[] sign(String context, byte[] message, SecureRandom random) {
        var signer = new MLDSASigner();
        signer.init(
                true,
                new ParametersWithContext(new ParametersWithRandom(own, random), ascii(context)));
        signer.update(message, 0, message.length);
        try {
            return signer.generateSignature();
        } catch (CryptoException e) {
            throw new IllegalStateException("ML-DSA cannot sign", e);
        }
    }

    /** Whether the peer has signed. */
    boolean peerSigned(String context, byte[] message, byte[] signature) {
        var signer = new MLDSASigner();
        signer.init(false, new ParametersWithContext(peer, ascii(context)));
        signer.update(message, 0, message.length);
        return signer.verifySignature(signature);
    }

    private static byte[] ascii(String context) {
        return context.getBytes(StandardCharsets.US_ASCII);
    }
}
