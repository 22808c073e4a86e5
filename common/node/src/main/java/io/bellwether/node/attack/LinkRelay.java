package io.bellwether.node.attack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Somebody on the wire between the nodes: Alice dials here, and what she and Bob say passes through
 * these hands.
 */
final class LinkRelay implements AutoCloseable {
    /** How the relay meets both sides. */
    interface Sockets {
        /** What Alice finds when she dials. */
        ServerSocket listen() throws IOException;

        /** The way on to Bob. */
        Socket dial() throws IOException;
    }

    /** Carries the stream of one side on to the other. */
    @FunctionalInterface
    interface Carrier {
        void carry(boolean fromAlice, InputStream in, OutputStream out) throws IOException;
    }

    private final Sockets sockets;
    private final Carrier carrier;
    private final ServerSocket listener;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong held = new AtomicLong();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile boolean closed;

    LinkRelay(Sockets sockets, Carrier carrier) throws IOException {
        this.sockets = sockets;
        this.carrier = carrier;
        this.listener = sockets.listen();
        Thread.ofVirtual().name("relay").start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Connections that reached both sides. */
    long connections() {
        return connections.get();
    }

    private void accept() {
        while (!closed) {
            try {
                Socket alice = listener.accept();
                Thread.ofVirtual().start(() -> connect(alice));
            } catch (IOException e) {
                // The listener was closed, or one caller was gone before it was taken.
                if (listener.isClosed()) {
                    return;
                }
            }
        }
    }

    private void connect(Socket alice) {
        try {
            Socket bob = sockets.dial();
            open.add(alice);
            open.add(bob);
            connections.incrementAndGet();
            Thread.ofVirtual().start(() -> carry(true, alice, bob));
            Thread.ofVirtual().start(() -> carry(false, bob, alice));
        } catch (IOException refused) {
            end(alice);
        }
    }

    private void carry(boolean fromAlice, Socket from, Socket to) {
        try (InputStream in = new Gated(from.getInputStream());
                OutputStream out = to.getOutputStream()) {
            carrier.carry(fromAlice, in, out);
        } catch (IOException ended) {
            // A side hung up, which ends the other one's connection too.
        } finally {
            end(from);
            end(to);
        }
    }

    /** Reads only while the gate is open. */
    private final class Gated extends java.io.FilterInputStream {
        Gated(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = super.read(bytes, from, length);
            CountDownLatch now = gate;
            if (now.getCount() > 0) {
                held.addAndGet(Math.max(0, read));
            }
            try {
                now.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
            return read;
        }
    }

    /** Holds everything back until {@link #letThrough}. */
    void holdBack() {
        gate = new CountDownLatch(1);
    }

    void letThrough() {
        gate.countDown();
    }

    /** Holds everything back for a while; how many bytes that were. */
    long delay(long millis) throws InterruptedException {
        long before = held.get();
        holdBack();
        TimeUnit.MILLISECONDS.sleep(millis);
        letThrough();
        return held.get() - before;
    }

    /** Ends every connection, new ones are let through; how many sockets were open. */
    long cut() {
        long ended = open.stream().filter(socket -> !socket.isClosed()).count();
        open.forEach(LinkRelay::end);
        open.clear();
        return ended;
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyBroken) {
            // Closed all the same.
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        letThrough();
        listener.close();
        cut();
    }
}
