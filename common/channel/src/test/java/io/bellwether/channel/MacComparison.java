package io.bellwether.channel;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretBits;

import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Speed of {@link TranscriptMac} beside Bouncy Castle's Poly1305 and the JDK's GMAC, on one core
 * and in one run: they take turns, CPU time is measured, the median is printed. Started by hand,
 * with the number of turns and the MiB per turn: {@code MacComparison 31 100}.
 *
 * <p>The peers are other things: Poly1305 with a one-time key has the same kind of bound at 2^-103
 * per block of 16 bytes, GMAC hides its pad under AES.
 */
final class MacComparison {
    private static final int CHUNK_BYTES = 1 << 20;
    private static final byte[] CHUNK = new byte[CHUNK_BYTES];

    private MacComparison() {}

    private interface Authenticator {
        byte[] tag(int chunks, int turn) throws GeneralSecurityException;
    }

    public static void main(String[] arguments) throws GeneralSecurityException {
        int turns = Integer.parseInt(arguments[0]);
        int chunks = Integer.parseInt(arguments[1]);
        compare(turns, chunks)
                .forEach((name, speed) -> System.out.printf("%-28s %6.3f GB/s%n", name, speed));
    }

    /** The median speed of each in GB per second of CPU time. */
    static Map<String, Double> compare(int turns, int chunks) throws GeneralSecurityException {
        for (int i = 0; i < CHUNK_BYTES; i++) {
            CHUNK[i] = (byte) (i * 31 + (i >>> 8));
        }
        Map<String, Authenticator> authenticators = new LinkedHashMap<>();
        authenticators.put("TranscriptMac (2^127 - 1)", MacComparison::transcriptMac);
        authenticators.put("Bouncy Castle Poly1305", MacComparison::poly1305);
        authenticators.put("JDK GMAC (AES-128-GCM, AAD)", MacComparison::gmac);
        authenticators.put("JDK AES-128-GCM, encrypting", MacComparison::gcm);
        Map<String, double[]> speeds = new LinkedHashMap<>();
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        for (int turn = 0; turn < turns; turn++) {
            for (var authenticator : authenticators.entrySet()) {
                long start = clock.getCurrentThreadCpuTime();
                byte[] tag = authenticator.getValue().tag(chunks, turn);
                long nanos = Math.max(1, clock.getCurrentThreadCpuTime() - start);
                if (tag.length != 16) {
                    throw new IllegalStateException(authenticator.getKey() + ": tag length");
                }
                speeds.computeIfAbsent(authenticator.getKey(), name -> new double[turns])[turn] =
                        (double) CHUNK_BYTES * chunks / nanos;
            }
        }
        Map<String, Double> medians = new LinkedHashMap<>();
        speeds.forEach((name, values) -> {
            Arrays.sort(values);
            medians.put(name, values[turns / 2]);
        });
        return medians;
    }

    private static byte[] transcriptMac(int chunks, int turn) {
        long[] key = {turn * 0x9e3779b97f4a7c15L, ~turn, 3, 4};
        TranscriptMac mac = new TranscriptMac(new SecretBits(BitArray.wrap(key, 256)));
        for (int i = 0; i < chunks; i++) {
            mac.update(CHUNK);
        }
        return mac.tag();
    }

    private static byte[] poly1305(int chunks, int turn) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) turn);
        Poly1305 mac = new Poly1305();
        mac.init(new KeyParameter(key));
        for (int i = 0; i < chunks; i++) {
            mac.update(CHUNK, 0, CHUNK_BYTES);
        }
        byte[] tag = new byte[16];
        mac.doFinal(tag, 0);
        return tag;
    }

    /** The JDK keeps associated data until the end, which costs it a copy. */
    private static byte[] gmac(int chunks, int turn) throws GeneralSecurityException {
        Cipher cipher = cipher(turn);
        for (int i = 0; i < chunks; i++) {
            cipher.updateAAD(CHUNK);
        }
        return cipher.doFinal();
    }

    private static byte[] gcm(int chunks, int turn) throws GeneralSecurityException {
        Cipher cipher = cipher(turn);
        byte[] encrypted = new byte[CHUNK_BYTES + 16];
        for (int i = 0; i < chunks; i++) {
            cipher.update(CHUNK, 0, CHUNK_BYTES, encrypted);
        }
        return cipher.doFinal();
    }

    private static Cipher cipher(int turn) throws GeneralSecurityException {
        byte[] nonce = new byte[12];
        nonce[0] = (byte) turn;
        nonce[1] = (byte) (turn >>> 8);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(new byte[16], "AES"),
                new GCMParameterSpec(128, nonce));
        return cipher;
    }
}
