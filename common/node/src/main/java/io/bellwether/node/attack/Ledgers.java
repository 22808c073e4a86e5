package io.bellwether.node.attack;

import io.bellwether.channel.AuditEntry;
import io.bellwether.channel.AuthenticationLedger;
import io.bellwether.channel.Direction;
import io.bellwether.channel.LedgerEvent;
import io.bellwether.channel.LedgerLimits;
import io.bellwether.channel.Use;
import io.bellwether.foundation.End;

import java.io.IOException;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What both ends' ledgers say about the bits that were used, after the daemons have ended. */
final class Ledgers {
    private Ledgers() {}

    /**
     * @param usedTwice pool bits that an end gave out more than once
     * @param used pool bits given out at Alice's end
     */
    record Audit(long usedTwice, long used) {}

    /** Reads the audit listings of a stopped pair. */
    static Audit of(DaemonPair pair) throws IOException {
        long twice = 0;
        long used = 0;
        for (End end : End.values()) {
            try (AuthenticationLedger ledger =
                    AuthenticationLedger.open(
                            pair.nodeFolder(end).resolve("authentication.pool"),
                            end,
                            new LedgerLimits(0, 0),
                            InstantSource.system())) {
                List<LedgerEvent> events = ledger.audit().stream().map(AuditEntry::event).toList();
                twice += usedTwice(events);
                used = end == End.ALICE ? used(events) : used;
            }
        }
        return new Audit(twice, used);
    }

    /** Bits of a direction that were given out although a mark had passed them. */
    static long usedTwice(List<LedgerEvent> events) {
        Map<Direction, Long> marks = new EnumMap<>(Direction.class);
        long twice = 0;
        for (LedgerEvent event : events) {
            switch (event) {
                case LedgerEvent.Reserved(Direction direction, long from, long to, Use _) ->
                        twice += overlap(marks, direction, from, to);
                case LedgerEvent.Claimed(Direction direction, long from, long to, Use _) ->
                        twice += overlap(marks, direction, from, to);
                case LedgerEvent.Skipped(Direction direction, long from, long to) ->
                        marks.merge(direction, to, Math::max);
                case LedgerEvent.Refilled refilled -> {}
            }
        }
        return twice;
    }

    private static long overlap(
            Map<Direction, Long> marks, Direction direction, long from, long to) {
        long mark = marks.getOrDefault(direction, 0L);
        marks.put(direction, Math.max(mark, to));
        return Math.max(0, Math.min(mark, to) - from);
    }

    private static long used(List<LedgerEvent> events) {
        return events.stream()
                .filter(event ->
                        event instanceof LedgerEvent.Reserved
                                || event instanceof LedgerEvent.Claimed)
                .mapToLong(event -> event.toBits() - event.fromBits())
                .sum();
    }
}
