package io.bellwether.node.attack;

import java.util.HashMap;
import java.util.Map;

/** The top fields of a protobuf message, as somebody reads them who has only the bytes. */
final class ProtoFields {
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED_32 = 5;

    private final Map<Integer, Long> numbers = new HashMap<>();
    private final Map<Integer, byte[]> contents = new HashMap<>();
    private final byte[] message;
    private int at;

    /**
     * @throws IllegalArgumentException if it is no message
     */
    ProtoFields(byte[] message) {
        this.message = message;
        try {
            while (at < message.length) {
                readField();
            }
        } catch (IndexOutOfBoundsException endsTooSoon) {
            throw new IllegalArgumentException(
                    "no protobuf message: it ends too soon", endsTooSoon);
        }
    }

    private void readField() {
        long key = varint();
        int field = (int) (key >>> 3);
        switch ((int) key & 7) {
            case VARINT -> numbers.put(field, varint());
            case FIXED_64 -> at += 8;
            case FIXED_32 -> at += 4;
            case BYTES -> {
                int length = Math.toIntExact(varint());
                byte[] content = new byte[length];
                System.arraycopy(message, at, content, 0, length);
                contents.put(field, content);
                at += length;
            }
            default -> throw new IllegalArgumentException("no protobuf message: field " + key);
        }
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = message[at++];
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    /** A number; 0 if the field is missing, as proto3 has it. */
    long number(int field) {
        return numbers.getOrDefault(field, 0L);
    }

    boolean has(int field) {
        return contents.containsKey(field);
    }

    /** The content of a field; empty if it is missing. */
    byte[] content(int field) {
        return contents.getOrDefault(field, new byte[0]);
    }
}
