package io.bellwether.node.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.foundation.SecretAccess;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Two ends agree on a pool, and nobody else gets in between. */
class PoolHandshakeTest {
    private static final int POOL_BITS = 1 << 16;
    private static final byte[] ALICES_SEED = seed(1);
    private static final byte[] BOBS_SEED = seed(2);

    private final SecureRandom random = new SecureRandom();

    private static byte[] seed(int fill) {
        byte[] seed = new byte[BootstrapIdentity.SEED_BYTES];
        Arrays.fill(seed, (byte) fill);
        return seed;
    }

    private static BootstrapIdentity identity(byte[] own, byte[] peer) {
        return new BootstrapIdentity(own, BootstrapIdentity.publicKeyOf(peer));
    }

    private record Outcome(PoolHandshake.Agreed alice, PoolHandshake.Agreed bob) {}

    /** Turns one bit of what Alice, or Bob, sends. */
    private record Tampering(boolean atAlice, int byteOffset) {
        OutputStream of(OutputStream honest) {
            return new FilterOutputStream(honest) {
                private int at;

                @Override
                public void write(int value) throws IOException {
                    out.write(at++ == byteOffset ? value ^ 1 : value);
                }
            };
        }
    }

    private Outcome run(BootstrapIdentity alice, BootstrapIdentity bob, Tampering tampering)
            throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var alices = new Socket(server.getInetAddress(), server.getLocalPort());
                var bobs = server.accept()) {
            var atBob = CompletableFuture.supplyAsync(() -> attempt(bobs, bob, tampering, false));
            PoolHandshake.Agreed atAlice = attempt(alices, alice, tampering, true);
            return new Outcome(atAlice, atBob.get());
        }
    }

    /** The result, or null when it was refused; the connection is closed then. */
    private PoolHandshake.Agreed attempt(
            Socket socket, BootstrapIdentity identity, Tampering tampering, boolean isAlice) {
        try (socket) {
            socket.setSoTimeout(2_000);
            OutputStream out = socket.getOutputStream();
            if (tampering != null && tampering.atAlice() == isAlice) {
                out = tampering.of(out);
            }
            var handshake =
                    new PoolHandshake(
                            identity,
                            new DataInputStream(socket.getInputStream()),
                            new DataOutputStream(out),
                            random);
            return isAlice ? handshake.asAlice(POOL_BITS) : handshake.asBob(POOL_BITS);
        } catch (IOException refused) {
            return null;
        }
    }

    private static byte[] content(PoolHandshake.Agreed agreed) {
        return agreed.bits().read(SecretAccess.to("compare in a test")).toBytes();
    }

    @Test
    @DisplayName("Both ends hold the same id and the same bits, different ones each time")
    void agreement() throws Exception {
        BootstrapIdentity alice = identity(ALICES_SEED, BOBS_SEED);
        BootstrapIdentity bob = identity(BOBS_SEED, ALICES_SEED);
        Outcome first = run(alice, bob, null);
        Outcome second = run(alice, bob, null);
        for (Outcome outcome : new Outcome[] {first, second}) {
            assertThat(outcome.alice().poolId()).isEqualTo(outcome.bob().poolId());
            assertThat(content(outcome.alice())).isEqualTo(content(outcome.bob()));
        }
        assertThat(first.alice().poolId()).isNotEqualTo(second.alice().poolId());
        assertThat(content(first.alice())).hasSize(POOL_BITS / 8);
        assertThat(content(first.alice())).isNotEqualTo(content(second.alice()));
    }

    @Test
    @DisplayName("An end whose key is not the pinned one gets no pool, on either side")
    void unknownEnds() throws Exception {
        byte[] mallory = seed(3);
        Outcome falseBob =
                run(identity(ALICES_SEED, BOBS_SEED), identity(mallory, ALICES_SEED), null);
        assertThat(falseBob.alice()).isNull();
        assertThat(falseBob.bob()).isNull();
        Outcome falseAlice =
                run(identity(mallory, BOBS_SEED), identity(BOBS_SEED, ALICES_SEED), null);
        assertThat(falseAlice.bob()).isNull();
    }

    @Test
    @DisplayName("One turned bit anywhere in the handshake leaves no two ends with a pool each")
    void tampering() throws Exception {
        BootstrapIdentity alice = identity(ALICES_SEED, BOBS_SEED);
        BootstrapIdentity bob = identity(BOBS_SEED, ALICES_SEED);
        // Hello: label, size, nonce, key. Answer: nonce, ciphertext, signature.
        int[] alices = {3, 6, 40, 70, 1000, 1650, 3000, 6290, 6300};
        for (int offset : alices) {
            Outcome outcome = run(alice, bob, new Tampering(true, offset));
            assertThat(outcome.bob()).as("Alice's byte %d", offset).isNull();
        }
        for (int offset : new int[] {3, 10, 60, 1500, 1700, 4000}) {
            Outcome outcome = run(alice, bob, new Tampering(false, offset));
            assertThat(outcome.alice()).as("Bob's byte %d", offset).isNull();
        }
    }

    @Test
    @DisplayName("Noise instead of a hello is refused, naming the limit")
    void noise() throws ExecutionException, InterruptedException {
        byte[] noise = new byte[64];
        Arrays.fill(noise, (byte) 0x7f);
        var handshake =
                new PoolHandshake(
                        identity(BOBS_SEED, ALICES_SEED),
                        new DataInputStream(new ByteArrayInputStream(noise)),
                        new DataOutputStream(new ByteArrayOutputStream()),
                        random);
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> handshake.asBob(POOL_BITS)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("limit 0 to 8192");
    }
}
