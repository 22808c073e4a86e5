package io.bellwether.keystore;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.UUID;

class UuidsTest {
    private static final int COUNT = 256;

    @Test
    @DisplayName("ids drawn together are of version 4, all different, and begin alike")
    void together() {
        List<UUID> ids = Uuids.together(COUNT);
        assertThat(ids).hasSize(COUNT).doesNotHaveDuplicates();
        assertThat(ids)
                .allSatisfy(id -> {
                    assertThat(id.version()).isEqualTo(4);
                    assertThat(id.variant()).isEqualTo(2);
                });
        assertThat(ids.stream().map(UuidsTest::first32Bits).distinct()).hasSize(1);
    }

    @Test
    @DisplayName("ids of two draws begin differently, and every other bit of an id varies")
    void apart() {
        List<UUID> ids = Uuids.together(COUNT);
        UUID other = Uuids.together(1).getFirst();
        // equal by chance once in 4 billion runs
        assertThat(first32Bits(other)).isNotEqualTo(first32Bits(ids.getFirst()));
        long most = ids.stream().mapToLong(UUID::getMostSignificantBits).reduce(0, (a, b) -> a | b);
        long all = ids.stream().mapToLong(UUID::getMostSignificantBits).reduce(-1, (a, b) -> a & b);
        // one bit is the same in all 256 with probability 2^-255
        assertThat((most ^ all) & 0xffff0fffL).isEqualTo(0xffff0fffL);
    }

    private static long first32Bits(UUID id) {
        return id.getMostSignificantBits() >>> 32;
    }
}
