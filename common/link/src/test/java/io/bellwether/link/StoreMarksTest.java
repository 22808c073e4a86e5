package io.bellwether.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.KeyId;
import io.bellwether.foundation.SaeId;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.UUID;

class StoreMarksTest {
    @Test
    @DisplayName("what is counted in a store crosses the wire unchanged")
    void counts() {
        var counts = new StoreMarks.Counts(4, 3, 2, 1);
        assertThat(StoreMarks.Counts.fromWire(counts.toWire())).isEqualTo(counts);
    }

    @Test
    @DisplayName("a reservation's expiry crosses the wire, and so does that it has none")
    void expiry() {
        for (long expiresMillis : new long[] {1, 1_800_000_000_000L, KeyReservation.NEVER}) {
            var key =
                    new KeyReservation(
                            new KeyId(new UUID(1, 2)),
                            new BlockId(new UUID(3, 4)),
                            5,
                            6,
                            new SaeId("master"),
                            List.of(new SaeId("slave")),
                            expiresMillis);
            assertThat(KeyReservation.fromWire(key.toWire())).isEqualTo(key);
        }
    }
}
