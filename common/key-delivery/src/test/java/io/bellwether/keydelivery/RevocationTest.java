package io.bellwether.keydelivery;

import static io.bellwether.keydelivery.OneKme.MASTER;
import static io.bellwether.keydelivery.OneKme.SLAVE;
import static io.bellwether.keydelivery.OneKme.get;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

class RevocationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir Path directory;

    @Test
    @DisplayName("a revoked certificate gets 401 on the connection that it has; others go on")
    void openConnection() throws Exception {
        try (OneKme kme = new OneKme(directory, Duration.ZERO, true, SaeLimits.NONE)) {
            TestAuthority.Issued stolen = kme.issue(MASTER);
            try (RawConnection thief = kme.connect(stolen);
                    RawConnection owner = kme.connect(MASTER)) {
                assertThat(get(thief, "slave/enc_keys").status()).isEqualTo(200);
                kme.authority.revoke(
                        kme.tls.revocationList().orElseThrow(),
                        Instant.now().plusSeconds(3600),
                        stolen);
                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() -> get(thief, "slave/status").status() == 401);
                assertThat(get(thief, "slave/enc_keys").body()).contains("revoked");
                assertThat(get(owner, "slave/enc_keys").status()).isEqualTo(200);
            }
        }
    }

    @Test
    @DisplayName("a list that is out of date lets nobody in; a broken one leaves the old in force")
    void lists() throws Exception {
        try (OneKme kme = new OneKme(directory, Duration.ZERO, true, SaeLimits.NONE);
                RawConnection client = kme.connect(SLAVE)) {
            Path list = kme.tls.revocationList().orElseThrow();
            kme.authority.revoke(list, Instant.now().minusSeconds(1));
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> get(client, "master/status").status() == 401);
            assertThat(get(client, "master/status").body()).contains("out of date");
            kme.authority.revoke(list, Instant.now().plusSeconds(3600));
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> get(client, "master/status").status() == 200);
            Files.writeString(list, "nonsense");
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> {
                        assertThat(get(client, "master/status").status()).isEqualTo(200);
                        return kme.auditLines().stream()
                                .anyMatch(line -> line.contains(ChangedFiles.REFUSED));
                    });
            assertThat(kme.auditLines())
                    .filteredOn(line -> line.contains(ChangedFiles.RENEWED))
                    .hasSize(2)
                    .allSatisfy(line ->
                            assertThat(line).contains("revocation list").contains("0 revoked"));
        }
    }

    @Test
    @DisplayName("a list that no authority of the clients signed is refused at start")
    void foreignList() {
        TestAuthority authority = new TestAuthority("test authority");
        TlsFiles files = authority.serverFiles(directory, authority.issue("kme"));
        Path list = directory.resolve("clients.crl");
        new TestAuthority("other authority").revoke(list, Instant.now().plusSeconds(60));
        assertThatThrownBy(() ->
                        new RevocationList(
                                list,
                                files.clientAuthorities(),
                                InstantSource.system(),
                                AuditTrail.none()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tls.revocationList");
        new TestAuthority("test authority").revoke(list, Instant.now().plusSeconds(60));
        assertThatThrownBy(() ->
                        new RevocationList(
                                list,
                                files.clientAuthorities(),
                                InstantSource.system(),
                                AuditTrail.none()))
                .as("a namesake's signature")
                .isInstanceOf(IllegalArgumentException.class);
    }
}
