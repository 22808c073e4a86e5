package io.bellwether.keystore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a store's tables lie: in a file of this machine's, which one process opens at a time, or in
 * a PostgreSQL database that several machines share.
 */
public sealed interface StoreLocation {
    /** SQLite. The file is made when the store is opened; its directory must be there. */
    record SqliteFile(Path file) implements StoreLocation {
        @Override
        public String toString() {
            return file.toString();
        }
    }

    /**
     * A database that exists; its tables are made when the store is opened.
     *
     * @param url {@code jdbc:postgresql://host:port/database?...}; without a password, which would
     *     be shown wherever the configuration is
     * @param user empty if the URL or the server's rules say it
     * @param passwordFile its first line is the password
     */
    record PostgresServer(String url, Optional<String> user, Optional<Path> passwordFile)
            implements StoreLocation {
        /** What every URL starts with. */
        public static final String URL_PREFIX = "jdbc:postgresql:";

        /**
         * @throws IllegalArgumentException if the URL is of another database, or holds a password
         */
        public PostgresServer {
            if (!url.startsWith(URL_PREFIX)) {
                throw new IllegalArgumentException(
                        "store URL: it must start with " + URL_PREFIX + "//");
            }
            if (url.contains("password=")) {
                throw new IllegalArgumentException(
                        "store URL: holds a password; put it into a file and name that");
            }
        }

        /**
         * @throws KeyStoreException if the password file cannot be read
         */
        Optional<String> password() {
            return passwordFile.map(file -> {
                try (var lines = Files.lines(file)) {
                    return lines.findFirst().orElse("");
                } catch (IOException e) {
                    throw new KeyStoreException("store password file %s: %s".formatted(file, e), e);
                }
            });
        }

        @Override
        public String toString() {
            int parameters = url.indexOf('?');
            return parameters < 0 ? url : url.substring(0, parameters);
        }
    }
}
