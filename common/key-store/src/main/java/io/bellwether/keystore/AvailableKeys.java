package io.bellwether.keystore;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts of free keys, which every status asks for. A count is remembered until something is
 * written or a second is over, where this process is the only one that writes.
 */
final class AvailableKeys {
    private static final long REMEMBERED_MILLIS = 1000;

    /** Sizes are what clients name: bounds memory. */
    private static final int MOST_REMEMBERED = 1000;

    private final Database database;
    private final Map<Question, Count> counts = new ConcurrentHashMap<>();

    private record Question(boolean local, int keySizeBits) {}

    private record Count(long commits, long atMillis, long keys) {}

    AvailableKeys(Database database) {
        this.database = database;
    }

    long count(boolean local, int keySizeBits, long nowMillis) {
        Question question = new Question(local, keySizeBits);
        long commits = database.commits();
        Count before = counts.get(question);
        if (before != null
                && database.exclusive()
                && before.commits == commits
                && Math.abs(nowMillis - before.atMillis) < REMEMBERED_MILLIS) {
            return before.keys;
        }
        long keys = read(local, keySizeBits, nowMillis);
        if (counts.size() >= MOST_REMEMBERED) {
            counts.clear();
        }
        counts.put(question, new Count(commits, nowMillis, keys));
        return keys;
    }

    private long read(boolean local, int keySizeBits, long nowMillis) {
        return database.read(handle ->
                new ProgressTable(handle).suspension().isPresent()
                        ? 0
                        : new BlockTable(handle).keysOfSize(local, keySizeBits, nowMillis));
    }
}
