package io.bellwether.keydelivery;

import static io.bellwether.keydelivery.OneKme.MASTER;
import static io.bellwether.keydelivery.OneKme.SLAVE;
import static io.bellwether.keydelivery.OneKme.get;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.KeyId;
import io.bellwether.foundation.SecretBits;
import io.bellwether.keystore.DeliveredKey;
import io.bellwether.keystore.KeyRange;
import io.bellwether.keystore.Reservation;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

class RedeliveryTest {
    @TempDir Path directory;

    @Test
    @DisplayName(
            "within the window the same certificate gets the same keys again, audited; another"
                    + " certificate of the same SAE does not")
    void again() throws Exception {
        try (OneKme kme = new OneKme(directory, Duration.ofSeconds(60), false, SaeLimits.NONE);
                RawConnection master = kme.connect(MASTER)) {
            String id =
                    Answers.json(get(master, "slave/enc_keys").body())
                            .get("keys")
                            .get(0)
                            .get("key_ID")
                            .getStringValue();
            TestAuthority.Issued certificate = kme.issue(SLAVE);
            String path = "master/dec_keys?key_ID=" + id;
            String first;
            try (RawConnection slave = kme.connect(certificate)) {
                first = get(slave, path).body();
            }
            try (RawConnection reconnected = kme.connect(certificate);
                    RawConnection other = kme.connect(SLAVE)) {
                RawConnection.Answer second = get(reconnected, path);
                assertThat(second.status()).isEqualTo(200);
                assertThat(second.body()).isEqualTo(first);
                assertThat(get(other, path).status()).isEqualTo(400);
            }
            assertThat(Files.readString(kme.auditFile()))
                    .contains("keys.delivered-again")
                    .contains(id)
                    .contains("\"who\":\"slave\"");
        }
    }

    @Test
    @DisplayName("without a window a second fetch finds nothing")
    void off() throws Exception {
        try (OneKme kme = new OneKme(directory);
                RawConnection master = kme.connect(MASTER);
                RawConnection slave = kme.connect(SLAVE)) {
            String id =
                    Answers.json(get(master, "slave/enc_keys").body())
                            .get("keys")
                            .get(0)
                            .get("key_ID")
                            .getStringValue();
            String path = "master/dec_keys?key_ID=" + id;
            assertThat(get(slave, path).status()).isEqualTo(200);
            assertThat(get(slave, path).status()).isEqualTo(400);
        }
    }

    @Test
    @DisplayName("when the window closes the copies are erased and nothing is given again")
    void closes() {
        AtomicLong nanos = new AtomicLong();
        var certificate = new TestAuthority("test authority").issue("slave").certificate();
        SecretBits bits = new SecretBits(BitArray.ofLength(256));
        Reservation reservation =
                new Reservation(
                        new KeyId(UUID.randomUUID()),
                        new KeyRange(new BlockId(UUID.randomUUID()), 0, 256),
                        MASTER,
                        List.of(SLAVE));
        List<KeyId> ids = List.of(reservation.keyId());
        try (Redelivery window =
                new Redelivery(Duration.ofSeconds(10), AuditTrail.none(), nanos::get)) {
            window.keep(certificate, SLAVE, List.of(new DeliveredKey(reservation, bits)));
            bits.close();
            nanos.set(Duration.ofSeconds(9).toNanos());
            assertThat(window.again(certificate, MASTER, SLAVE, ids)).isPresent();
            assertThat(window.again(certificate, SLAVE, SLAVE, ids)).isEmpty();
            assertThat(window.again(certificate, MASTER, MASTER, ids)).isEmpty();
            nanos.set(Duration.ofSeconds(10).toNanos());
            assertThat(window.again(certificate, MASTER, SLAVE, ids)).isEmpty();
        }
    }

    @Test
    @DisplayName("a window of more than a minute is refused")
    void tooLong() {
        assertThatThrownBy(() ->
                        new DeliveryOptions(
                                Duration.ofSeconds(61),
                                Optional.empty(),
                                DeliveryOptions.DEFAULT_IDLE_TIME,
                                Quotas.inMemory(),
                                AuditTrail.none(),
                                Optional::empty,
                                request -> {}))
                .hasMessageContaining("redeliveryWindow");
    }
}
