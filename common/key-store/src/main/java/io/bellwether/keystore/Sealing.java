package io.bellwether.keystore;

import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.End;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM at rest. Each block has a random key of its own, wrapped under the master key; pages
 * are sealed under the block's key. So the number of random nonces under one key stays far below
 * the 2^32 that NIST SP 800-38D section 8.3 allows, a change of the master key rewraps a few bytes
 * per block, and forgetting a wrapped key forgets the block.
 *
 * <p>The associated data binds every ciphertext to its store, block and place, so that none can be
 * moved to where another one belongs.
 */
final class Sealing {
    /**
     * "For IVs, it is recommended that implementations restrict support to the length of 96 bits".
     */
    private static final int NONCE_BYTES = 12;

    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final int TAG_BITS = 128;
    private static final int BLOCK_KEY_BYTES = 32;
    private static final byte[] KEY_CHECK = "bellwether".getBytes(StandardCharsets.US_ASCII);

    private final SecretKey masterKey;
    private final Optional<Provider> masterKeyProvider;
    private final byte[] storeId;
    private final SecureRandom random;

    Sealing(MasterKey masterKey, byte[] storeId, SecureRandom random) {
        this.masterKey = masterKey.aesKey();
        this.masterKeyProvider = masterKey.provider();
        this.storeId = storeId.clone();
        this.random = random;
    }

    /** The same store under another master key. */
    Sealing under(MasterKey other) {
        return new Sealing(other, storeId, random);
    }

    /** A value that {@link #opensKeyCheck} recognises under the same master key, store and end. */
    byte[] sealKeyCheck(End localEnd) {
        return seal(masterKey, KEY_CHECK, keyCheckPlace(localEnd));
    }

    boolean opensKeyCheck(byte[] keyCheck, End localEnd) {
        try {
            return Arrays.equals(open(masterKey, keyCheck, keyCheckPlace(localEnd)), KEY_CHECK);
        } catch (AEADBadTagException e) {
            return false;
        }
    }

    SecretKey newBlockKey() {
        byte[] key = new byte[BLOCK_KEY_BYTES];
        random.nextBytes(key);
        SecretKey blockKey = new SecretKeySpec(key, "AES");
        Arrays.fill(key, (byte) 0);
        return blockKey;
    }

    byte[] wrap(SecretKey blockKey, BlockStatus block) {
        byte[] key = blockKey.getEncoded();
        try {
            return seal(masterKey, key, blockPlace(block));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /**
     * @throws KeyStoreException if the wrapped key, or what the database says of the block's
     *     length, split or digest, was changed
     */
    SecretKey unwrap(byte[] wrappedKey, BlockStatus block) {
        try {
            byte[] key = open(masterKey, wrappedKey, blockPlace(block));
            SecretKey blockKey = new SecretKeySpec(key, "AES");
            Arrays.fill(key, (byte) 0);
            return blockKey;
        } catch (AEADBadTagException e) {
            throw new KeyStoreException(
                    "block %s was changed on disk; its key does not open".formatted(block.id()), e);
        }
    }

    byte[] sealPage(SecretKey blockKey, BlockId block, int pageNumber, byte[] page) {
        return seal(blockKey, page, pagePlace(block, pageNumber));
    }

    /**
     * @throws KeyStoreException if the page was changed, or belongs elsewhere
     */
    byte[] openPage(SecretKey blockKey, BlockId block, int pageNumber, byte[] sealed) {
        try {
            return open(blockKey, sealed, pagePlace(block, pageNumber));
        } catch (AEADBadTagException e) {
            throw new KeyStoreException(
                    "page %d of block %s was changed on disk".formatted(pageNumber, block), e);
        }
    }

    private byte[] keyCheckPlace(End localEnd) {
        return place('C', 1).put((byte) localEnd.ordinal()).array();
    }

    private byte[] blockPlace(BlockStatus block) {
        byte[] digest = block.transcriptDigest();
        return place('B', 2 * Long.BYTES + 2 * Long.BYTES + digest.length)
                .putLong(block.id().value().getMostSignificantBits())
                .putLong(block.id().value().getLeastSignificantBits())
                .putLong(block.lengthBits())
                .putLong(block.splitBits())
                .put(digest)
                .array();
    }

    private byte[] pagePlace(BlockId block, int pageNumber) {
        return place('P', 2 * Long.BYTES + Integer.BYTES)
                .putLong(block.value().getMostSignificantBits())
                .putLong(block.value().getLeastSignificantBits())
                .putInt(pageNumber)
                .array();
    }

    private ByteBuffer place(char kind, int furtherBytes) {
        return ByteBuffer.allocate(1 + storeId.length + furtherBytes).put((byte) kind).put(storeId);
    }

    private byte[] seal(SecretKey key, byte[] plain, byte[] place) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, place);
            byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + cipher.getOutputSize(plain.length));
            cipher.doFinal(plain, 0, plain.length, sealed, NONCE_BYTES);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available", e);
        }
    }

    private byte[] open(SecretKey key, byte[] sealed, byte[] place) throws AEADBadTagException {
        if (sealed.length < NONCE_BYTES + TAG_BITS / 8) {
            throw new AEADBadTagException("too short");
        }
        try {
            byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
            return cipher(Cipher.DECRYPT_MODE, key, nonce, place)
                    .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        } catch (AEADBadTagException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available", e);
        }
    }

    private Cipher cipher(int mode, SecretKey key, byte[] nonce, byte[] place)
            throws GeneralSecurityException {
        Cipher cipher =
                key == masterKey && masterKeyProvider.isPresent()
                        ? Cipher.getInstance(TRANSFORMATION, masterKeyProvider.get())
                        : Cipher.getInstance(TRANSFORMATION);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place);
        return cipher;
    }
}
