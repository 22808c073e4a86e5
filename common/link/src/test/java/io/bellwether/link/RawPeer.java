package io.bellwether.link;

import com.google.protobuf.ByteString;

import io.bellwether.proto.link.v1.Envelope;
import io.bellwether.proto.link.v1.Frame;
import io.bellwether.proto.link.v1.Lane;
import io.bellwether.proto.link.v1.LinkGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;

import java.io.IOException;
import java.net.InetSocketAddress;
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

    /** How the node under test ended the connection. */
    Status ended() throws Exception {
        return TwoEnds.result(ended);
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
