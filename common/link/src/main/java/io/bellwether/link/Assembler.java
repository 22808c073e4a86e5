package io.bellwether.link;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;

import io.bellwether.proto.link.v1.Envelope;
import io.bellwether.proto.link.v1.Frame;

import java.util.Optional;

/** Puts the pieces of one lane together again. */
final class Assembler {
    private final int maxBytes;
    private ByteString pieces = ByteString.EMPTY;

    Assembler(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Takes the next piece; the whole envelope's bytes, if it was the last one.
     *
     * @throws LinkException if the envelope is longer than the lane allows
     */
    Optional<byte[]> add(Frame frame) throws LinkException {
        if ((long) pieces.size() + frame.getPiece().size() > maxBytes) {
            throw new LinkException(
                    LinkException.Cause.MISBEHAVED,
                    "message longer than the limit of %d bytes".formatted(maxBytes));
        }
        pieces = pieces.concat(frame.getPiece());
        if (!frame.getLast()) {
            return Optional.empty();
        }
        byte[] raw = pieces.toByteArray();
        pieces = ByteString.EMPTY;
        return Optional.of(raw);
    }

    /**
     * @throws LinkException if the bytes are no envelope
     */
    static Envelope parse(byte[] raw) throws LinkException {
        try {
            Envelope envelope = Envelope.parseFrom(raw);
            if (envelope.getContentCase() == Envelope.ContentCase.CONTENT_NOT_SET) {
                throw new LinkException(
                        LinkException.Cause.MISBEHAVED,
                        "message without content or of unknown kind");
            }
            return envelope;
        } catch (InvalidProtocolBufferException e) {
            throw new LinkException(
                    LinkException.Cause.MISBEHAVED, "message that is not protobuf", e);
        }
    }
}
