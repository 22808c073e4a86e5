package io.bellwether.node.dashboard;

import io.bellwether.node.status.BlockResult;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last blocks of this process, the oldest first. Thread-safe. */
public final class BlockHistory {
    /** As many as a chart on a screen can tell apart. */
    public static final int CAPACITY = 200;

    private final Deque<BlockRow> rows = new ArrayDeque<>();
    private long ended;

    /** Takes a block up; the oldest one is forgotten when there are too many. */
    public synchronized void add(BlockResult block) {
        ended++;
        rows.addLast(BlockRow.of(ended, block));
        if (rows.size() > CAPACITY) {
            rows.removeFirst();
        }
    }

    synchronized List<BlockRow> rows() {
        return List.copyOf(rows);
    }
}
