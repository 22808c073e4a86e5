package io.bellwether.node.config;

import io.bellwether.keystore.StoreLocation;

import java.util.List;

/**
 * What handing out keys needs: all of a delivery front end's configuration, and a part of an
 * engine's.
 *
 * @param peerName the KME ID of the other end
 * @param answerTimeoutMillis how long the peer may take to record a reservation
 */
public record FrontEndConfiguration(
        IdentityConfiguration node,
        String peerName,
        int answerTimeoutMillis,
        DeliveryConfiguration delivery,
        AdminConfiguration admin,
        SkipConfiguration skip,
        StreamConfiguration stream,
        StoreConfiguration store,
        HealthConfiguration health) {
    /** What became of reading one. */
    public sealed interface Result {
        record Loaded(FrontEndConfiguration configuration) implements Result {}

        /** All that is wrong at once; never empty. */
        record Rejected(List<Problem> problems) implements Result {}
    }

    static FrontEndConfiguration read(Section root, IdentityConfiguration node) {
        Section link = root.section("link");
        String peerName = link.name("peerName");
        int answerTimeoutMillis =
                link.integer(
                        "idleTimeoutMillis",
                        LinkConfiguration.DEFAULT_IDLE_TIMEOUT_MILLIS,
                        1_000,
                        3_600_000);
        link.close();
        Section store = root.section("store");
        DeliveryConfiguration delivery =
                DeliveryConfiguration.read(root.section("delivery"), node, peerName);
        FrontEndConfiguration configuration =
                new FrontEndConfiguration(
                        node,
                        peerName,
                        answerTimeoutMillis,
                        delivery,
                        AdminConfiguration.read(root.section("admin"), delivery),
                        SkipConfiguration.read(root.section("skip")),
                        StreamConfiguration.read(root.section("stream")),
                        StoreConfiguration.read(store, node),
                        HealthConfiguration.read(root.section("health")));
        requireShared(store, configuration.store, "delivery");
        root.close();
        return configuration;
    }

    /** Parts of a node in processes of their own meet in a database. */
    static void requireShared(Section section, StoreConfiguration store, String role) {
        if (store.database() instanceof StoreLocation.SqliteFile(var file)) {
            section.problem(
                    "database",
                    file,
                    "jdbc:postgresql://HOST/DATABASE with node.role %s: engine and front ends share it, and a SQLite file serves one process"
                            .formatted(role));
        }
    }
}
