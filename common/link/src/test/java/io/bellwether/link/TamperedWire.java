package io.bellwether.link;

import io.bellwether.foundation.End;
import io.bellwether.proto.link.v1.Envelope;
import io.bellwether.proto.link.v1.Frame;

import java.util.concurrent.Executors;
import java.util.function.BiFunction;

/** Two ends in one process, and somebody between them who holds the keys of the TLS. */
final class TamperedWire {
    private final BiFunction<End, Envelope, Envelope> tampering;
    final FramePort alice;
    final FramePort bob;

    /**
     * @param tampering what becomes of an envelope that an end has sent
     */
    TamperedWire(BiFunction<End, Envelope, Envelope> tampering) {
        this.tampering = tampering;
        var atAlice = new FramePort[1];
        var atBob = new FramePort[1];
        atAlice[0] = new FramePort(wire(End.ALICE, atBob));
        atBob[0] = new FramePort(wire(End.BOB, atAlice));
        alice = atAlice[0];
        bob = atBob[0];
    }

    private FramePort.Wire wire(End from, FramePort[] other) {
        // Frames arrive on a thread of their own, one after the other, as they do over gRPC.
        var carrier = Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
        return new FramePort.Wire() {
            @Override
            public void send(byte[] frame) {
                carrier.execute(() -> other[0].onFrame(tampered(from, frame)));
            }

            @Override
            public void close() {
                carrier.execute(() -> other[0].onLost("the peer closed"));
            }
        };
    }

    private byte[] tampered(End from, byte[] frame) {
        try {
            Frame parsed = Frame.parseFrom(frame);
            Envelope changed = tampering.apply(from, Envelope.parseFrom(parsed.getPiece()));
            return parsed.toBuilder().setPiece(changed.toByteString()).build().toByteArray();
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new AssertionError("every envelope of these tests fits one frame", e);
        }
    }
}
