package io.bellwether.node.attack;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Carries HTTP/2 (RFC 9113) frame by frame and does something to Alice's next large message, once,
 * when it has been armed. Large messages are what error correction and hashing publish.
 */
final class FrameTampering implements LinkRelay.Carrier {
    /** "PRI * HTTP/2.0 CRLF CRLF SM CRLF CRLF" (RFC 9113, section 3.4). */
    private static final int PREFACE_BYTES = 24;

    /** Length, type, flags, stream (RFC 9113, section 4.1). */
    private static final int HEADER_BYTES = 9;

    private static final int TYPE_AT = 3;
    private static final int DATA = 0;

    /** Below are test flags of one chunk and control messages of HTTP/2. */
    private static final int LARGE_BYTES = 1000;

    /** What is done with the frame. */
    enum Trick {
        /** One bit of the content is flipped. */
        TAMPER,
        /** It is sent twice. */
        REPLAY,
        /** It is sent after the next one. */
        REORDER,
        /** It is not sent. */
        DROP
    }

    private final AtomicReference<Trick> armed = new AtomicReference<>();
    private final AtomicLong played = new AtomicLong();

    /** The next large frame is the one. */
    void arm(Trick trick) {
        armed.set(trick);
    }

    /** How many frames were touched. */
    long played() {
        return played.get();
    }

    @Override
    public void carry(boolean fromAlice, InputStream in, OutputStream out) throws IOException {
        var frames = new DataInputStream(in);
        try {
            if (fromAlice) {
                out.write(read(frames, PREFACE_BYTES));
            }
            while (true) {
                byte[] frame = nextFrame(frames);
                boolean isTarget =
                        fromAlice && frame[TYPE_AT] == DATA && frame.length > LARGE_BYTES;
                Trick trick = isTarget ? armed.getAndSet(null) : null;
                for (byte[] sent : trick == null ? List.of(frame) : tricked(trick, frame, frames)) {
                    out.write(sent);
                }
                out.flush();
            }
        } catch (EOFException hungUp) {
            out.flush();
        }
    }

    private List<byte[]> tricked(Trick trick, byte[] frame, DataInputStream frames)
            throws IOException {
        played.incrementAndGet();
        return switch (trick) {
            case TAMPER -> {
                frame[frame.length - 2] ^= 1;
                yield List.of(frame);
            }
            case REPLAY -> List.of(frame, frame);
            case REORDER -> List.of(nextFrame(frames), frame);
            case DROP -> List.of();
        };
    }

    private static byte[] nextFrame(DataInputStream frames) throws IOException {
        byte[] header = read(frames, HEADER_BYTES);
        int length = ByteBuffer.wrap(header).getInt() >>> 8;
        return ByteBuffer.allocate(HEADER_BYTES + length)
                .put(header)
                .put(read(frames, length))
                .array();
    }

    private static byte[] read(DataInputStream in, int bytes) throws IOException {
        byte[] content = new byte[bytes];
        in.readFully(content);
        return content;
    }
}
