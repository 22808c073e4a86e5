package io.bellwether.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicLong;

class SpendingLimitTest {
    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong nanos = new AtomicLong(5 * SECOND);

    @Test
    @DisplayName("The burst is given at once, then no more than the rate, said in milliseconds")
    void burstThenRate() {
        var limit = new SpendingLimit(1000, 4000, nanos::get);
        assertThat(limit.take(4000)).isZero();
        assertThat(limit.take(500)).isEqualTo(500);
        nanos.addAndGet(SECOND / 2);
        assertThat(limit.take(500)).isZero();
        assertThat(limit.take(1)).isEqualTo(1);
        nanos.addAndGet(3600 * SECOND);
        assertThat(limit.availableBits()).isEqualTo(4000);
    }

    @Test
    @DisplayName("What is larger than the burst is given when the bucket is full, and paid back")
    void largerThanBurst() {
        var limit = new SpendingLimit(1000, 4000, nanos::get);
        assertThat(limit.take(1)).isZero();
        assertThat(limit.take(10_000)).isEqualTo(1);
        nanos.addAndGet(SECOND);
        assertThat(limit.take(10_000)).isZero();
        assertThat(limit.availableBits()).isEqualTo(-6000);
        assertThat(limit.take(1)).isEqualTo(6001);
    }

    @Test
    @DisplayName("Over any time no more is spent than burst plus rate times time")
    void neverMore() {
        var limit = new SpendingLimit(2000, 3000, nanos::get);
        long spent = 0;
        for (int step = 0; step < 10_000; step++) {
            int bits = 128 * (1 + step % 5);
            spent += limit.take(bits) == 0 ? bits : 0;
            nanos.addAndGet(SECOND / 1000);
        }
        assertThat(spent).isBetween(2000 * 10L, 3000 + 2000 * 10L);
    }

    @Test
    @DisplayName("A limit of zero is refused, naming it")
    void zeroIsRefused() {
        assertThatThrownBy(() -> new SpendingLimit(0, 1, nanos::get))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 bits per second");
    }
}
