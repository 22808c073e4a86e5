package io.bellwether.keystore;

import java.nio.file.Path;

/** The databases that every behaviour of a store is tested on. */
enum Engine {
    SQLITE {
        @Override
        StoreLocation location(Path directory) {
            return new StoreLocation.SqliteFile(directory.resolve("keys.db"));
        }
    },
    POSTGRESQL {
        @Override
        StoreLocation location(Path directory) {
            return PostgresForTests.database(directory);
        }
    };

    /** The database that belongs to a test's directory. */
    abstract StoreLocation location(Path directory);
}
