package io.bellwether.node.bootstrap;

import java.io.FilterInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;

/**
 * What a peer says, until a point in time: a peer that says one byte now and then is given up like
 * one that says nothing.
 */
final class DeadlineInput extends FilterInputStream {
    private final Socket socket;
    private final long deadlineNanos;

    /**
     * @param deadlineNanos in {@link System#nanoTime}
     */
    DeadlineInput(Socket socket, long deadlineNanos) throws IOException {
        super(socket.getInputStream());
        this.socket = socket;
        this.deadlineNanos = deadlineNanos;
    }

    @Override
    public int read() throws IOException {
        limit();
        return super.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        limit();
        return super.read(target, offset, length);
    }

    private void limit() throws IOException {
        long leftMillis = (deadlineNanos - System.nanoTime()) / 1_000_000;
        if (leftMillis <= 0) {
            throw new SocketTimeoutException("the handshake took too long");
        }
        socket.setSoTimeout((int) Math.min(leftMillis, Integer.MAX_VALUE));
    }
}
