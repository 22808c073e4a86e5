package io.bellwether.node.config;

import java.nio.file.Path;

/**
 * The key store.
 *
 * @param database its file
 * @param masterKey a file of exactly 32 bytes, under which keys are encrypted
 */
public record StoreConfiguration(Path database, Path masterKey) {
    /** Lies in the node's data directory. */
    public static final String DEFAULT_DATABASE = "keys.db";

    public static final int MASTER_KEY_BYTES = 32;

    static StoreConfiguration read(Section section, IdentityConfiguration node) {
        StoreConfiguration store =
                new StoreConfiguration(
                        section.path("database", node.dataDirectory().resolve(DEFAULT_DATABASE)),
                        section.file("masterKey", MASTER_KEY_BYTES));
        section.close();
        return store;
    }
}
