package io.bellwether.keydelivery;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.End;
import io.bellwether.foundation.SaeId;
import io.bellwether.foundation.SecretBits;
import io.bellwether.keystore.KeyStore;
import io.bellwether.keystore.MasterKey;
import io.bellwether.keystore.RecordOutcome;
import io.bellwether.keystore.StoredBlock;

import org.bouncycastle.asn1.x509.GeneralName;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;

/** Alice's end with an editable registry; the peer records whatever it is told. */
final class OneKme implements AutoCloseable {
    static final SaeId MASTER = new SaeId("master");
    static final SaeId SLAVE = new SaeId("slave");
    private static final long BITS = 1 << 18;

    final TestAuthority authority = new TestAuthority("test authority");
    final Path directory;
    final TlsFiles tls;
    final SaeDirectory saes;
    final KeyStore store;
    private final Quotas quotas;
    private final KeyDeliverySettings settings;
    private final KeyDeliveryServer server;

    OneKme(Path directory) {
        this(directory, Duration.ZERO, false, SaeLimits.NONE);
    }

    OneKme(Path directory, Duration redeliveryWindow, boolean revocation, SaeLimits limits) {
        this.directory = directory;
        TlsFiles files =
                authority.serverFiles(
                        directory,
                        authority.issue(
                                "kme", new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
        Path list = directory.resolve("clients.crl");
        if (revocation) {
            authority.revoke(list, java.time.Instant.now().plusSeconds(3600));
        }
        tls =
                new TlsFiles(
                        files.certificateChain(),
                        files.privateKey(),
                        files.clientAuthorities(),
                        revocation ? Optional.of(list) : Optional.empty(),
                        false);
        MasterKey key = MasterKey.create(directory.resolve("master.key"));
        store = KeyStore.open(directory.resolve("keys.db"), key, End.ALICE);
        fill();
        quotas = Quotas.keptIn(directory.resolve("usage.json"));
        AuditTrail audit = AuditTrail.open(auditFile(), InstantSource.system());
        saes =
                SaeDirectory.open(
                        SaeRegistry.allPairs(
                                List.of(
                                        new Sae(MASTER, End.ALICE, java.util.Set.of(), limits),
                                        new Sae(SLAVE, End.ALICE))),
                        directory.resolve("saes.json"),
                        audit);
        settings =
                new KeyDeliverySettings(
                        "127.0.0.1",
                        0,
                        tls,
                        "kme-a",
                        "kme-b",
                        KeyLimits.defaults(),
                        IdentityMapping.commonName(),
                        saes,
                        7,
                        new DeliveryOptions(
                                redeliveryWindow,
                                Optional.empty(),
                                DeliveryOptions.DEFAULT_IDLE_TIME,
                                quotas,
                                audit,
                                Optional::empty,
                                request -> {}));
        server =
                KeyDeliveryServer.start(
                        settings, store, reservations -> new RecordOutcome.Recorded());
    }

    KeyDeliverySettings settings() {
        return settings;
    }

    Path auditFile() {
        return directory.resolve("audit.jsonl");
    }

    List<String> auditLines() throws IOException {
        return Files.exists(auditFile()) ? Files.readAllLines(auditFile()) : List.of();
    }

    int port() {
        return server.port();
    }

    private void fill() {
        BlockId id = new BlockId(new UUID(0, 1));
        SplittableRandom random = new SplittableRandom(1);
        BitArray bits = BitArray.wrap(random.longs(BitArray.wordsFor(BITS)).toArray(), BITS);
        store.storeBlock(new StoredBlock(id, new SecretBits(bits), new byte[32], BITS));
        store.markDeliverable(id);
    }

    TestAuthority.Issued issue(SaeId sae) {
        return authority.issue(sae.value());
    }

    RawConnection connect(TestAuthority.Issued client) throws IOException {
        return new RawConnection(authority.clientContext(client), server.port());
    }

    RawConnection connect(SaeId sae) throws IOException {
        return connect(issue(sae));
    }

    static RawConnection.Answer get(RawConnection connection, String path) throws IOException {
        return connection.request("GET", "/api/v1/keys/" + path, null).read();
    }

    @Override
    public void close() {
        server.close();
        quotas.close();
        store.close();
    }
}
