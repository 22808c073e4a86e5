package io.bellwether.keydelivery;

import static io.bellwether.keydelivery.Answers.json;
import static io.bellwether.keydelivery.OneKme.MASTER;
import static io.bellwether.keydelivery.OneKme.SLAVE;
import static io.bellwether.keydelivery.OneKme.get;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.foundation.End;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

class SaeLimitsTest {
    @TempDir Path directory;

    @Test
    @DisplayName("an SAE that asks too often gets 503 with Retry-After; another is not held up")
    void rate() throws Exception {
        SaeLimits rare = new SaeLimits(Optional.empty(), Optional.of(0.01), Optional.empty());
        try (OneKme kme = new OneKme(directory, Duration.ZERO, false, rare);
                RawConnection master = kme.connect(MASTER);
                RawConnection again = kme.connect(MASTER);
                RawConnection slave = kme.connect(SLAVE)) {
            assertThat(get(master, "slave/enc_keys").status()).isEqualTo(200);
            RawConnection.Answer refused = get(again, "slave/enc_keys");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.body()).contains("too often").contains("0.01 requests/s");
            assertThat(Integer.parseInt(refused.headers().get("retry-after"))).isBetween(50, 100);
            assertThat(get(slave, "master/status").status()).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("a day's keys are counted for the master, refused keys are not, restarts count on")
    void quota() throws Exception {
        SaeLimits few = new SaeLimits(Optional.empty(), Optional.empty(), Optional.of(3L));
        try (OneKme kme = new OneKme(directory, Duration.ZERO, false, few);
                RawConnection master = kme.connect(MASTER)) {
            assertThat(get(master, "slave/enc_keys?number=2").status()).isEqualTo(200);
            RawConnection.Answer refused = get(master, "slave/enc_keys?number=2");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.body()).contains("limit 3 keys");
            assertThat(Long.parseLong(refused.headers().get("retry-after"))).isBetween(1L, 86_400L);
            assertThat(get(master, "slave/enc_keys").status()).isEqualTo(200);
            assertThat(get(master, "slave/enc_keys").status()).isEqualTo(503);
        }
        try (Quotas reopened =
                new Quotas(Optional.of(directory.resolve("usage.json")), Instant::now)) {
            assertThat(reopened.take(MASTER, 1, 3)).isFalse();
            assertThat(reopened.take(MASTER, 1, 4)).isTrue();
        }
    }

    @Test
    @DisplayName("whichever way a master asks for keys, they come out of one quota")
    void oneQuota() throws Exception {
        SaeLimits few = new SaeLimits(Optional.empty(), Optional.empty(), Optional.of(3L));
        try (OneKme kme = new OneKme(directory, Duration.ZERO, false, few);
                RawConnection master = kme.connect(MASTER)) {
            Applications others = new Applications(kme.settings(), End.ALICE);
            assertThat(others.takeOfQuota(MASTER, 2)).isTrue();
            assertThat(get(master, "slave/enc_keys?number=2").status()).isEqualTo(503);
            others.giveBack(MASTER, 1);
            assertThat(get(master, "slave/enc_keys?number=2").status()).isEqualTo(200);
            assertThat(others.takeOfQuota(MASTER, 1)).isFalse();
            assertThat(others.takeOfQuota(SLAVE, 1000)).as("has no quota").isTrue();
        }
    }

    @Test
    @DisplayName("a quota begins anew at midnight, UTC")
    void midnight() {
        AtomicLong second = new AtomicLong(86_399);
        try (Quotas quotas =
                new Quotas(Optional.empty(), () -> Instant.ofEpochSecond(second.get()))) {
            assertThat(quotas.take(MASTER, 5, 5)).isTrue();
            assertThat(quotas.take(MASTER, 1, 5)).isFalse();
            assertThat(quotas.secondsToMidnight()).isEqualTo(1);
            second.set(86_400);
            assertThat(quotas.take(MASTER, 5, 5)).isTrue();
            quotas.giveBack(MASTER, 2);
            assertThat(quotas.take(MASTER, 2, 5)).isTrue();
        }
    }

    @Test
    @DisplayName("the bucket lets through the rate in the long run and twice the rate at once")
    void bucket() {
        AtomicLong nanos = new AtomicLong();
        RateLimits rates = new RateLimits(nanos::get);
        int passed = 0;
        for (int i = 0; i < 100; i++) {
            passed += rates.take(MASTER, 10) == 0 ? 1 : 0;
        }
        assertThat(passed).isEqualTo(20);
        for (int i = 0; i < 1000; i++) {
            nanos.addAndGet(10_000_000);
            passed += rates.take(MASTER, 10) == 0 ? 1 : 0;
        }
        assertThat(passed).isBetween(119, 121);
        assertThat(rates.take(SLAVE, 10)).isZero();
    }

    @Test
    @DisplayName("an SAE's own default size stands in its status and in what it gets")
    void keySize() throws Exception {
        SaeLimits wide = new SaeLimits(Optional.of(512), Optional.empty(), Optional.empty());
        try (OneKme kme = new OneKme(directory, Duration.ZERO, false, wide);
                RawConnection master = kme.connect(MASTER);
                RawConnection slave = kme.connect(SLAVE)) {
            assertThat(json(get(master, "slave/status").body()).get("key_size").getIntValue())
                    .isEqualTo(512);
            assertThat(json(get(slave, "master/status").body()).get("key_size").getIntValue())
                    .isEqualTo(256);
            String key =
                    json(get(master, "slave/enc_keys").body())
                            .get("keys")
                            .get(0)
                            .get("key")
                            .getStringValue();
            assertThat(java.util.Base64.getDecoder().decode(key)).hasSize(64);
        }
    }

    @Test
    @DisplayName("limits out of range are refused, naming the limit")
    void ranges() {
        assertThatThrownBy(() -> new SaeLimits(Optional.of(7), Optional.empty(), Optional.empty()))
                .hasMessageContaining("keySizeBits: 7");
        assertThatThrownBy(() ->
                        new SaeLimits(Optional.empty(), Optional.of(Double.NaN), Optional.empty()))
                .hasMessageContaining("requestsPerSecond");
        assertThatThrownBy(
                        () -> new SaeLimits(Optional.empty(), Optional.empty(), Optional.of(-1L)))
                .hasMessageContaining("keysPerDay");
    }
}
