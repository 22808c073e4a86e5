package io.bellwether.node.loopback;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Both ends' raw journals side by side. Every one-time key is reserved once, by who sends, and
 * claimed at most once, by who checks, in exactly the same bits.
 */
public record PoolRecords(JournalBytes alice, JournalBytes bob) {
    /**
     * Reads both, also while the nodes run: claims always before the reservations that they are
     * compared with.
     */
    public static PoolRecords of(Path alicesPool, Path bobsPool) throws IOException {
        List<PoolUse> aliceClaimed = JournalBytes.read(alicesPool).claimed();
        JournalBytes bob = JournalBytes.read(bobsPool);
        JournalBytes alice = JournalBytes.read(alicesPool);
        return new PoolRecords(
                new JournalBytes(alice.reserved(), aliceClaimed, alice.damagedRecords()), bob);
    }

    /** Bits that an end gave out more than once. */
    public long bitsTwice() {
        long twice = 0;
        for (JournalBytes end : List.of(alice, bob)) {
            List<PoolUse> given = new ArrayList<>(end.reserved());
            given.addAll(end.claimed());
            twice += PoolUse.bitsTwice(given);
        }
        return twice;
    }

    /** Ranges that an end checked a message with though the other never gave them out. */
    public long claimsOfNobody() {
        return claimsOfNobody(alice.claimed(), bob.reserved())
                + claimsOfNobody(bob.claimed(), alice.reserved());
    }

    private static long claimsOfNobody(List<PoolUse> claimed, List<PoolUse> reserved) {
        Set<PoolUse> given = new HashSet<>(reserved);
        // A long journal forgets its oldest records: claims from before are not judged.
        long remembered = reserved.stream().mapToLong(PoolUse::fromBits).min().orElse(0);
        return claimed.stream()
                .filter(use -> use.fromBits() >= remembered && !given.contains(use))
                .count();
    }

    /** What must never be, in words; nothing if all is as it has to be. */
    public Optional<String> contradiction() {
        if (alice.damagedRecords() + bob.damagedRecords() > 0) {
            return Optional.of("a journal is damaged in the middle");
        }
        if (bitsTwice() > 0) {
            return Optional.of("%d pool bits were used twice".formatted(bitsTwice()));
        }
        if (claimsOfNobody() > 0) {
            return Optional.of(
                    "%d one-time keys were accepted that the peer never used"
                            .formatted(claimsOfNobody()));
        }
        return Optional.empty();
    }
}
