package io.bellwether.link;

import com.google.protobuf.InvalidProtocolBufferException;

import io.bellwether.proto.link.v1.Frame;
import io.grpc.stub.CallStreamObserver;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * A connection over anything that carries byte strings, instead of gRPC: the same link, from the
 * frame up, for a network that is simulated.
 */
public final class FramePort {
    /** What carries this end's frames to the other. */
    public interface Wire {
        void send(byte[] frame);

        /** This end has closed the connection; what was sent before still arrives. */
        void close();
    }

    private final Connection connection;
    private final Queue<byte[]> early = new ArrayDeque<>();
    private boolean listening;

    public FramePort(Wire wire) {
        connection = new Connection(new Sender(wire), this::listen);
    }

    /** A frame of the peer, or what became of it; one thread at a time. */
    public synchronized void onFrame(byte[] frame) {
        if (listening) {
            takeIn(frame);
        } else {
            early.add(frame);
        }
    }

    /** The link asks for frames: from now on it can take them in. */
    private synchronized void listen() {
        if (!listening) {
            listening = true;
            early.forEach(this::takeIn);
            early.clear();
        }
    }

    private void takeIn(byte[] frame) {
        try {
            connection.onFrame(Frame.parseFrom(frame));
        } catch (InvalidProtocolBufferException e) {
            connection.fail(
                    new LinkException(
                            LinkException.Cause.MISBEHAVED, "frame that is not protobuf", e));
        }
    }

    /** The network or the peer ended the connection. */
    public void onLost(String why) {
        connection.onLost(why);
    }

    /**
     * Greets the peer.
     *
     * @throws LinkException if it does not fit or is lost; the message says why
     */
    public PeerLink greet(Greeting own, PeerLink.Settings settings) throws LinkException {
        return PeerLink.greet(connection, own, settings);
    }

    /** Ends the connection, whatever it has come to. */
    public void refuse(String why) {
        connection.fail(new LinkException(LinkException.Cause.LOST, why));
    }

    private static final class Sender extends CallStreamObserver<Frame> {
        private final Wire wire;

        Sender(Wire wire) {
            this.wire = wire;
        }

        @Override
        public void onNext(Frame frame) {
            wire.send(frame.toByteArray());
        }

        @Override
        public void onError(Throwable reason) {
            wire.close();
        }

        @Override
        public void onCompleted() {
            wire.close();
        }

        /** Always: frames wait in the network, not in the sender. */
        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setOnReadyHandler(Runnable handler) {}

        @Override
        public void disableAutoInboundFlowControl() {}

        @Override
        public void request(int count) {}

        @Override
        public void setMessageCompression(boolean enable) {}
    }
}
