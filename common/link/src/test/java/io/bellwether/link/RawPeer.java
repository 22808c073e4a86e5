package io.bellwether.link;

import com.google.protobuf.ByteString;

import io.bellwether.channel.Grant;
import io.bellwether.channel.Use;
import io.bellwether.foundation.End;
import io.bellwether.proto.link.v1.Envelope;
import io.bellwether.proto.link.v1.Frame;
import io.bellwether.proto.link.v1.Lane;
import io.bellwether.proto.link.v1.LinkGrpc;
import io.bellwether.proto.link.v1.Opening;
import io.bellwether.proto.link.v1.Purpose;
import io.bellwether.proto.link.v1.Seal;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A peer with the right certificate that says whatever a test makes it say. */
final class RawPeer implements AutoCloseable {
    private final ManagedChannel channel;
    private final BlockingQueue<Frame> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Status> ended = new CompletableFuture<>();
    private ClientCallStreamObserver<Frame> call;

    RawPeer(InetSocketAddress address, LinkTls tls) throws IOException {
        channel =
                NettyChannelBuilder.forAddress(address)
                        .sslContext(tls.client())
                        .overrideAuthority(tls.peerName())
                        .build();
        LinkGrpc.newStub(channel)
                .connect(
                        new ClientResponseObserver<Frame, Frame>() {
                            @Override
                            public void beforeStart(ClientCallStreamObserver<Frame> started) {
                                call = started;
                            }

                            @Override
                            public void onNext(Frame frame) {
                                received.add(frame);
                            }

                            @Override
                            public void onError(Throwable cause) {
                                ended.complete(Status.fromThrowable(cause));
                            }

                            @Override
                            public void onCompleted() {
                                ended.complete(Status.OK);
                            }
                        });
    }

    void send(Envelope envelope) {
        send(Lane.LANE_BLOCK, envelope.toByteString(), true);
    }

    void send(Lane lane, ByteString piece, boolean last) {
        call.onNext(Frame.newBuilder().setLane(lane).setPiece(piece).setLast(last).build());
    }

    /** The next envelope of the node under test, short enough for one frame. */
    Envelope next() throws Exception {
        return Envelope.parseFrom(received.poll(30, TimeUnit.SECONDS).getPiece());
    }

    /** Greets Bob and meets him as Alice does, with the bits of her ledger. */
    void meet(TwoEnds ends) throws Exception {
        Greeting own = ends.greeting(End.ALICE);
        Envelope greeting = Envelope.newBuilder().setGreeting(own.toWire()).build();
        send(greeting);
        Envelope heard = next();
        Opened met = open(ends, Purpose.PURPOSE_RECONCILIATION, TwoEnds.ALICES_MEETING_BITS, 1);
        met.say(this, greeting);
        met.say(this, heard);
        met.seal(this);
        for (int i = 0; i < 3; i++) {
            next();
        }
    }

    /** An exchange that Bob has opened: Alice's seals. */
    record Opened(SealedTranscript transcript) {
        void say(RawPeer peer, Envelope envelope) {
            peer.send(envelope);
            transcript.add(envelope.toByteArray());
        }

        void seal(RawPeer peer) {
            peer.send(
                    Envelope.newBuilder()
                            .setSeal(
                                    Seal.newBuilder().setTag(ByteString.copyFrom(transcript.tag())))
                            .build());
        }
    }

    /** Opens an exchange as Alice does. */
    Opened open(TwoEnds ends, Purpose purpose, int bits, int seals) throws Exception {
        UUID id = UUID.randomUUID();
        var grant =
                (Grant.Granted)
                        ends.ledger(End.ALICE)
                                .reserve(bits, new Use(Use.Purpose.RECONCILIATION, id));
        send(
                Envelope.newBuilder()
                        .setOpening(
                                Opening.newBuilder()
                                        .setExchangeId(WireMessages.uuid(id))
                                        .setPurpose(purpose)
                                        .setLedgerOffset(grant.range().offsetBits()))
                        .build());
        next();
        var range = new AlicesRange(grant.bits());
        return new Opened(new SealedTranscript(id, "alice", range.sealBits(), seals));
    }

    /** How the node under test ended the connection. */
    Status ended() throws Exception {
        return TwoEnds.result(ended);
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
