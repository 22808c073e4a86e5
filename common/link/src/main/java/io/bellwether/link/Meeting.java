package io.bellwether.link;

import com.google.protobuf.ByteString;

import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.End;
import io.bellwether.proto.link.v1.Envelope;
import io.bellwether.proto.link.v1.Pending;
import io.bellwether.proto.link.v1.Resolution;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The exchange that begins every connection: both ends say their greetings again under one-time
 * seals, and Alice hers of Bob's as she heard it. Greetings go over TLS only, and who holds the TLS
 * keys can say any; so nothing durable follows from one before it was found here to be the peer's.
 */
final class Meeting {
    private final Exchange exchange;
    private final Greeting own;
    private final Greeting peer;
    private final Duration timeout;

    /**
     * @param own as said
     * @param peer as heard
     */
    Meeting(Exchange exchange, Greeting own, Greeting peer, Duration timeout) {
        this.exchange = exchange;
        this.own = own;
        this.peer = peer;
        this.timeout = timeout;
    }

    /** Whether Bob comes with pending blocks, which Alice's verdict settles. */
    static boolean hasVerdict(End end, Greeting own, Greeting peer) {
        return (end == End.BOB ? own : peer).pendingBlocks() > 0;
    }

    /** Alice speaks first; Bob's pending blocks. */
    Set<BlockId> introduceAlice() throws LinkException {
        exchange.send(envelope(own));
        exchange.send(envelope(peer));
        exchange.seal();
        List<Envelope> said = exchange.receiveSealed(2, timeout);
        requireSaid(peer, said.getFirst());
        Envelope pending = said.getLast();
        if (!pending.hasPending()) {
            throw WireMessages.unexpected(pending);
        }
        return blocks(pending.getPending().getBlockIdList());
    }

    /** Alice's last word. */
    void resolve(Set<BlockId> deliverable) throws LinkException {
        exchange.send(
                Envelope.newBuilder()
                        .setResolution(
                                Resolution.newBuilder().addAllDeliverableBlockId(wire(deliverable)))
                        .build());
        exchange.seal();
    }

    /** Bob hears Alice. */
    void awaitAlice() throws LinkException {
        List<Envelope> said = exchange.receiveSealed(2, timeout);
        requireSaid(peer, said.getFirst());
        requireSaid(own, said.getLast());
    }

    /** Bob answers. */
    void introduceBob(List<BlockId> pending) throws LinkException {
        exchange.send(envelope(own));
        exchange.send(
                Envelope.newBuilder()
                        .setPending(Pending.newBuilder().addAllBlockId(wire(pending)))
                        .build());
        exchange.seal();
    }

    /** Bob hears which of his pending blocks are deliverable. */
    Set<BlockId> awaitResolution() throws LinkException {
        Envelope verdict = exchange.receiveSealed(1, timeout).getFirst();
        if (!verdict.hasResolution()) {
            throw WireMessages.unexpected(verdict);
        }
        return blocks(verdict.getResolution().getDeliverableBlockIdList());
    }

    private static Envelope envelope(Greeting greeting) {
        return Envelope.newBuilder().setGreeting(greeting.toWire()).build();
    }

    private static void requireSaid(Greeting greeting, Envelope said) throws LinkException {
        if (!said.hasGreeting() || !said.getGreeting().equals(greeting.toWire())) {
            throw new LinkException(
                    LinkException.Cause.MISBEHAVED,
                    "the greeting under seal is another one than the greeting before");
        }
    }

    private static List<ByteString> wire(Collection<BlockId> blocks) {
        return blocks.stream().map(block -> WireMessages.uuid(block.value())).toList();
    }

    private static Set<BlockId> blocks(List<ByteString> wire) throws LinkException {
        try {
            return wire.stream()
                    .map(id -> new BlockId(WireMessages.uuid(id)))
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        } catch (IllegalArgumentException e) {
            throw new LinkException(LinkException.Cause.MISBEHAVED, "block: " + e.getMessage(), e);
        }
    }
}
