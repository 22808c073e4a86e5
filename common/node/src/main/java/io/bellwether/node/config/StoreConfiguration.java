package io.bellwether.node.config;

import io.bellwether.keystore.StoreLocation;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The key store.
 *
 * @param database a file of this node's, or a PostgreSQL database
 * @param masterKey under which keys are encrypted
 * @param keyLifetimeSeconds how long a key may be handed out after its block was stored; 0 for ever
 */
public record StoreConfiguration(
        StoreLocation database, MasterKeySource masterKey, long keyLifetimeSeconds) {
    /** Lies in the node's data directory. */
    public static final String DEFAULT_DATABASE = "keys.db";

    public static final int MASTER_KEY_BYTES = 32;
    public static final long DEFAULT_KEY_LIFETIME_SECONDS = 0;

    private static final long MAX_KEY_LIFETIME_SECONDS = 10L * 366 * 24 * 3600;
    private static final String ENVIRONMENT = "environment:";
    private static final String TOKEN = "token:";

    /** How long keys live; empty for ever. */
    public Optional<Duration> keyLifetime() {
        return keyLifetimeSeconds == 0
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(keyLifetimeSeconds));
    }

    static StoreConfiguration read(Section section, IdentityConfiguration node) {
        StoreConfiguration store =
                new StoreConfiguration(
                        database(section, node),
                        masterKey(section),
                        section.integer(
                                "keyLifetimeSeconds",
                                DEFAULT_KEY_LIFETIME_SECONDS,
                                0,
                                MAX_KEY_LIFETIME_SECONDS));
        section.close();
        return store;
    }

    private static StoreLocation database(Section section, IdentityConfiguration node) {
        Optional<String> user = section.read("databaseUser", "a name", Optional::of);
        Optional<Path> password =
                section.has("databasePasswordFile")
                        ? Optional.of(section.file("databasePasswordFile"))
                        : Optional.empty();
        Path fallback = node.dataDirectory().resolve(DEFAULT_DATABASE);
        StoreLocation location =
                section.read(
                                "database",
                                "a path, or jdbc:postgresql://HOST/DATABASE without a password",
                                text -> database(section, text, user, password))
                        .orElseGet(() -> new StoreLocation.SqliteFile(fallback));
        if (location instanceof StoreLocation.SqliteFile && user.isPresent()) {
            section.problem("databaseUser", user.get(), "none, because the database is a file");
        }
        return location;
    }

    private static Optional<StoreLocation> database(
            Section section, String text, Optional<String> user, Optional<Path> password) {
        if (!text.startsWith("jdbc:")) {
            return section.resolve(text).map(StoreLocation.SqliteFile::new);
        }
        try {
            return Optional.of(new StoreLocation.PostgresServer(text, user, password));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static MasterKeySource masterKey(Section section) {
        String named = section.peek("masterKey").orElse("");
        boolean token = named.startsWith(TOKEN);
        Optional<Path> configuration =
                token ? Optional.of(section.file("tokenConfiguration")) : Optional.empty();
        Optional<Path> pin = token ? Optional.of(section.file("tokenPinFile")) : Optional.empty();
        if (token) {
            return section.read("masterKey", "token:LABEL", text -> label(text, TOKEN))
                    .<MasterKeySource>map(label ->
                            new MasterKeySource.Token(label, configuration.get(), pin.get()))
                    .orElseGet(() -> new MasterKeySource.Environment(""));
        }
        if (named.startsWith(ENVIRONMENT)) {
            return new MasterKeySource.Environment(
                    section.read(
                                    "masterKey",
                                    "environment:VARIABLE",
                                    text -> label(text, ENVIRONMENT))
                            .orElse(""));
        }
        return new MasterKeySource.KeyFile(section.file("masterKey", MASTER_KEY_BYTES));
    }

    private static Optional<String> label(String text, String prefix) {
        String label = text.substring(prefix.length()).strip();
        return label.isEmpty() ? Optional.empty() : Optional.of(label);
    }
}
