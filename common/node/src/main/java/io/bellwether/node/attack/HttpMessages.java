package io.bellwether.node.attack;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Finds the gRPC messages in one side's HTTP/2 stream (RFC 9113), given piece by piece as it comes
 * along.
 */
final class HttpMessages {
    /** "PRI * HTTP/2.0 CRLF CRLF SM CRLF CRLF" (RFC 9113, section 3.4): from who dials only. */
    private static final int PREFACE_BYTES = 24;

    /** Length, type, flags, stream (RFC 9113, section 4.1). */
    private static final int HEADER_BYTES = 9;

    private static final int DATA = 0;

    /** Of gRPC: one byte says whether it is compressed, four how long it is. */
    private static final int PREFIX_BYTES = 5;

    private final Consumer<byte[]> heard;
    private final Map<Integer, ByteArrayOutputStream> streams = new HashMap<>();
    private byte[] rest = new byte[0];
    private int preface;

    /**
     * @param dials whether this is the side that begins with the preface
     * @param heard takes each whole message
     */
    HttpMessages(boolean dials, Consumer<byte[]> heard) {
        this.preface = dials ? PREFACE_BYTES : 0;
        this.heard = heard;
    }

    /** The next bytes of the stream. */
    void take(byte[] bytes, int from, int length) {
        byte[] all = Arrays.copyOf(rest, rest.length + length);
        System.arraycopy(bytes, from, all, rest.length, length);
        int at = Math.min(preface, all.length);
        preface -= at;
        while (all.length - at >= HEADER_BYTES) {
            int content = ByteBuffer.wrap(all, at, 4).getInt() >>> 8;
            if (all.length - at < HEADER_BYTES + content) {
                break;
            }
            if (all[at + 3] == DATA) {
                int stream = ByteBuffer.wrap(all, at + 5, 4).getInt();
                data(stream, Arrays.copyOfRange(all, at + HEADER_BYTES, at + 9 + content));
            }
            at += HEADER_BYTES + content;
        }
        rest = Arrays.copyOfRange(all, at, all.length);
    }

    private void data(int stream, byte[] content) {
        var buffer = streams.computeIfAbsent(stream, any -> new ByteArrayOutputStream());
        buffer.writeBytes(content);
        byte[] all = buffer.toByteArray();
        int at = 0;
        while (all.length - at >= PREFIX_BYTES) {
            int length = ByteBuffer.wrap(all, at + 1, 4).getInt();
            if (all.length - at - PREFIX_BYTES < length) {
                break;
            }
            heard.accept(Arrays.copyOfRange(all, at + PREFIX_BYTES, at + PREFIX_BYTES + length));
            at += PREFIX_BYTES + length;
        }
        buffer.reset();
        buffer.write(all, at, all.length - at);
    }
}
