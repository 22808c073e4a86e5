package io.bellwether.node.attack;

import io.bellwether.channel.Direction;
import io.bellwether.node.loopback.PoolUse;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads along on the link, with both nodes' TLS keys, and keeps what was said about one-time bits:
 * where in the pool each message says that its bits lie, and the tokens, which are such bits. The
 * numbers of fields are those of link.proto.
 */
final class LinkEar {
    private static final int OPENING = 4;
    private static final int OPENED = 5;
    private static final int PAIRS_READY = 12;
    private static final int MEASURED = 14;
    private static final int RESERVATION_REQUEST = 30;
    private static final int RESERVATION_ANSWER = 31;

    private final List<Offset> offsets = new ArrayList<>();
    private final List<String> tokens = new ArrayList<>();
    private final List<Moment> moments = new ArrayList<>();
    private long unreadable;

    /** Where a message says that its one-time bits begin. */
    record Offset(Direction direction, long bits) {}

    /** When a message that follows from a box's answer went by. */
    record Moment(Direction direction, long nanoTime) {}

    /** The same carrier, with somebody who reads along before it touches anything. */
    LinkRelay.Carrier around(LinkRelay.Carrier carrier) {
        return (fromAlice, in, out) -> carrier.carry(fromAlice, new Tapped(fromAlice, in), out);
    }

    private final class Tapped extends FilterInputStream {
        private final HttpMessages messages;

        Tapped(boolean fromAlice, InputStream in) {
            super(in);
            var side = new Side(fromAlice ? Direction.ALICE_TO_BOB : Direction.BOB_TO_ALICE);
            this.messages = new HttpMessages(fromAlice, side::frame);
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = super.read(bytes, from, length);
            if (read > 0) {
                messages.take(bytes, from, read);
            }
            return read;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }
    }

    /** What one side says on one connection: frames of two lanes. */
    private final class Side {
        private final Direction direction;
        private final Map<Lane, ByteArrayOutputStream> begun = new EnumMap<>(Lane.class);

        Side(Direction direction) {
            this.direction = direction;
        }

        void frame(byte[] message) {
            try {
                var frame = new ProtoFields(message);
                Lane lane = Lane.values()[(int) frame.number(1)];
                var envelope = begun.computeIfAbsent(lane, any -> new ByteArrayOutputStream());
                envelope.writeBytes(frame.content(3));
                if (frame.number(2) != 0) {
                    hear(direction, new ProtoFields(envelope.toByteArray()));
                    envelope.reset();
                }
            } catch (IllegalArgumentException | IndexOutOfBoundsException nonsense) {
                unreadable();
            }
        }
    }

    private enum Lane {
        UNSPECIFIED,
        BLOCK,
        CONTROL
    }

    private synchronized void unreadable() {
        unreadable++;
    }

    private synchronized void hear(Direction direction, ProtoFields envelope) {
        offset(envelope, OPENING, 3).ifPresent(bits -> offsets.add(new Offset(direction, bits)));
        for (int field : List.of(OPENED, RESERVATION_REQUEST, RESERVATION_ANSWER)) {
            offset(envelope, field, 2).ifPresent(bits -> offsets.add(new Offset(direction, bits)));
        }
        if (envelope.has(PAIRS_READY)) {
            token(direction, new ProtoFields(envelope.content(PAIRS_READY)).content(2));
        }
        if (envelope.has(MEASURED)) {
            token(direction, new ProtoFields(envelope.content(MEASURED)).content(1));
        }
    }

    private static Optional<Long> offset(ProtoFields envelope, int field, int inner) {
        return envelope.has(field)
                ? Optional.of(new ProtoFields(envelope.content(field)).number(inner))
                : Optional.empty();
    }

    private void token(Direction direction, byte[] token) {
        tokens.add(HexFormat.of().formatHex(token));
        moments.add(new Moment(direction, System.nanoTime()));
    }

    /** When the messages went by that a box's answers set off, oldest first. */
    synchronized List<Moment> moments() {
        return List.copyOf(moments);
    }

    /**
     * What was heard, against what the ends have written down.
     *
     * @param oneTimeKeys messages that said where their one-time bits lie
     * @param offsetsTwice of them, those that named a place which one before had named
     * @param offsetsUnmarked those whose sender had not marked the bits used
     * @param tokens one-time bits said in the clear
     * @param tokensTwice those that had been said before
     * @param unreadable pieces that the listener did not understand
     */
    record Heard(
            long oneTimeKeys,
            long offsetsTwice,
            long offsetsUnmarked,
            long tokens,
            long tokensTwice,
            long unreadable) {
        /** Whether a one-time bit was used twice or before it was marked. */
        boolean contradicts() {
            return offsetsTwice + offsetsUnmarked + tokensTwice > 0;
        }

        /** Whether the listener can say anything. */
        boolean isVacuous() {
            return oneTimeKeys == 0 || tokens == 0 || unreadable > 0;
        }
    }

    /** Everything that was said up to a moment; later on, somebody reads what was written down. */
    record Said(List<Offset> offsets, List<String> tokens, long unreadable) {
        /** Compares it with what the senders had marked used by then. */
        Heard against(List<PoolUse> aliceReserved, List<PoolUse> bobReserved) {
            Set<Offset> marked = new HashSet<>();
            for (List<PoolUse> reserved : List.of(aliceReserved, bobReserved)) {
                reserved.forEach(use -> marked.add(new Offset(use.direction(), use.fromBits())));
            }
            return new Heard(
                    offsets.size(),
                    offsets.size() - new HashSet<>(offsets).size(),
                    offsets.stream().filter(offset -> !marked.contains(offset)).count(),
                    tokens.size(),
                    tokens.size() - new HashSet<>(tokens).size(),
                    unreadable);
        }
    }

    synchronized Said soFar() {
        return new Said(List.copyOf(offsets), List.copyOf(tokens), unreadable);
    }
}
