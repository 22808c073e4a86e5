package io.bellwether.keystore;

import org.jdbi.v3.core.Handle;

/**
 * Which master key the database was sealed under when this process opened it. Another process may
 * change it; this one must then seal nothing under its own.
 */
final class KeyGeneration {
    private static final long NOT_YET_KNOWN = 0;

    private volatile long opened = NOT_YET_KNOWN;

    void remember(Handle handle) {
        opened = new ProgressTable(handle).keyGeneration();
    }

    /**
     * @throws KeyStoreException if the master key was changed since
     */
    void requireCurrent(long generation) {
        if (opened != NOT_YET_KNOWN && generation != opened) {
            throw new KeyStoreException(
                    "the store's master key was changed by another process; start this one again"
                            + " with the new key");
        }
    }
}
