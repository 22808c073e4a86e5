package io.bellwether.keystore;

import java.util.Map;
import java.util.OptionalLong;
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
        long commits = database.commits();
        OptionalLong before = remembered(local, keySizeBits, nowMillis);
        if (before.isPresent()) {
            return before.getAsLong();
        }
        long keys = read(local, keySizeBits, nowMillis);
        if (counts.size() >= MOST_REMEMBERED) {
            counts.clear();
        }
        counts.put(new Question(local, keySizeBits), new Count(commits, nowMillis, keys));
        return keys;
    }

    /** The count, unless the database has to be asked. */
    OptionalLong remembered(boolean local, int keySizeBits, long nowMillis) {
        Count before = counts.get(new Question(local, keySizeBits));
        return before != null
                        && database.exclusive()
                        && before.commits == database.commits()
                        && Math.abs(nowMillis - before.atMillis) < REMEMBERED_MILLIS
                ? OptionalLong.of(before.keys)
                : OptionalLong.empty();
    }

    private long read(boolean local, int keySizeBits, long nowMillis) {
        return database.read(handle ->
                new ProgressTable(handle).suspension().isPresent()
                        ? 0
                        : new BlockTable(handle).keysOfSize(local, keySizeBits, nowMillis));
    }
}
