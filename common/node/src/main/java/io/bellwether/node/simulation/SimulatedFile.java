package io.bellwether.node.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One file: what a reader sees, and what a power failure would leave of it. */
final class SimulatedFile {
    private byte[] seen = new byte[0];
    private byte[] durable = new byte[0];
    private final List<Write> unforced = new ArrayList<>();

    private record Write(int position, byte[] bytes) {}

    int size() {
        return seen.length;
    }

    int read(int position, byte[] target, int offset, int length) {
        int count = Math.min(length, seen.length - position);
        if (count <= 0) {
            return -1;
        }
        System.arraycopy(seen, position, target, offset, count);
        return count;
    }

    void write(int position, byte[] bytes) {
        seen = applied(seen, new Write(position, bytes), bytes.length);
        unforced.add(new Write(position, bytes));
    }

    /** Everything written so far survives. */
    void force() {
        for (Write write : unforced) {
            durable = applied(durable, write, write.bytes.length);
        }
        unforced.clear();
    }

    /** The power fails: of what was not forced, any part of any write may have reached the disk. */
    void losePower(Dice dice) {
        for (Write write : unforced) {
            int kept =
                    switch (dice.below(4)) {
                        case 0 -> write.bytes.length;
                        case 1 -> dice.below(write.bytes.length + 1);
                        default -> 0;
                    };
            if (kept > 0) {
                durable = applied(durable, write, kept);
            }
        }
        unforced.clear();
        seen = durable.clone();
    }

    private static byte[] applied(byte[] content, Write write, int length) {
        int end = write.position + length;
        byte[] result = end > content.length ? Arrays.copyOf(content, end) : content;
        System.arraycopy(write.bytes, 0, result, write.position, length);
        return result;
    }
}
