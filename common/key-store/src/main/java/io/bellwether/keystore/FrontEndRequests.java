package io.bellwether.keystore;

import io.bellwether.foundation.KeyId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The engine's side of {@link EngineRelay}: takes what front ends want announced, all that waits at
 * once, and writes the peer's answer beside it.
 */
public final class FrontEndRequests implements AutoCloseable {
    /** Bounds one message to the peer. */
    private static final int MOST_TOGETHER = 32;

    private static final String OPEN =
            "SELECT announcement_id, key_ids FROM announcement WHERE answer IS NULL ORDER BY"
                    + " announcement_id LIMIT "
                    + MOST_TOGETHER;

    private static final String ANSWER =
            """
            WITH answered AS (UPDATE announcement SET answer = ?
                WHERE announcement_id = ? RETURNING announcement_id)
            SELECT pg_notify('%s', announcement_id::text) FROM answered\
            """
                    .formatted(RelayConnection.ANSWERED);

    /** Left behind by front ends that died. */
    private static final String CLEAR =
            "DELETE FROM announcement WHERE asked_at < now() - interval '10 minutes'";

    private static final Logger LOG = LoggerFactory.getLogger(FrontEndRequests.class);

    private final KeyStore store;
    private final Function<List<Reservation>, RelayAnswer> announce;
    private final RelayConnection requests;

    private record Asked(long number, List<Reservation> reservations) {}

    private FrontEndRequests(
            StoreLocation.PostgresServer location,
            KeyStore store,
            Function<List<Reservation>, RelayAnswer> announce) {
        this.store = store;
        this.announce = announce;
        this.requests =
                new RelayConnection(
                        location, RelayConnection.ASKED, "front-end-requests", this::heard);
    }

    /**
     * Serves until it is closed.
     *
     * @param store opened on {@code location}
     * @param announce tells the peer and waits for its answer
     */
    public static FrontEndRequests serve(
            StoreLocation.PostgresServer location,
            KeyStore store,
            Function<List<Reservation>, RelayAnswer> announce) {
        return new FrontEndRequests(location, store, announce);
    }

    private void heard(Connection connection, List<String> payloads) throws SQLException {
        if (payloads.isEmpty()) {
            try (PreparedStatement clear = connection.prepareStatement(CLEAR)) {
                clear.executeUpdate();
            }
        }
        int served = MOST_TOGETHER;
        while (served == MOST_TOGETHER) {
            served = serveOpen(connection);
        }
    }

    private int serveOpen(Connection connection) throws SQLException {
        Map<Long, List<KeyId>> open = new LinkedHashMap<>();
        try (PreparedStatement find = connection.prepareStatement(OPEN);
                ResultSet rows = find.executeQuery()) {
            while (rows.next()) {
                open.put(rows.getLong(1), ids(rows.getBytes(2)));
            }
        }
        if (open.isEmpty()) {
            return 0;
        }
        Map<KeyId, Reservation> waiting = waiting(open.values());
        List<Asked> asked = new ArrayList<>();
        for (var one : open.entrySet()) {
            if (waiting.keySet().containsAll(one.getValue())) {
                asked.add(
                        new Asked(
                                one.getKey(), one.getValue().stream().map(waiting::get).toList()));
            } else {
                answer(
                        connection,
                        one.getKey(),
                        new RelayAnswer.Unavailable("a key is not reserved any more"));
            }
        }
        if (!asked.isEmpty()) {
            answer(connection, asked);
        }
        return open.size();
    }

    private Map<KeyId, Reservation> waiting(Collection<List<KeyId>> ids) {
        return store.waitingForPeer(ids.stream().flatMap(List::stream).toList()).stream()
                .collect(Collectors.toMap(Reservation::keyId, Function.identity()));
    }

    /** Together; one by one if the peer refuses any, so that the others are not refused for it. */
    private void answer(Connection connection, List<Asked> asked) throws SQLException {
        RelayAnswer all = ask(asked.stream().flatMap(one -> one.reservations.stream()).toList());
        for (Asked one : asked) {
            boolean apart = all instanceof RelayAnswer.Refused && asked.size() > 1;
            answer(connection, one.number, apart ? ask(one.reservations) : all);
        }
    }

    private RelayAnswer ask(List<Reservation> reservations) {
        try {
            return announce.apply(reservations);
        } catch (RuntimeException e) {
            LOG.warn("a front end's reservations could not be announced: {}", e.getMessage());
            return new RelayAnswer.Unavailable("the engine failed");
        }
    }

    private static void answer(Connection connection, long number, RelayAnswer answer)
            throws SQLException {
        try (PreparedStatement write = connection.prepareStatement(ANSWER)) {
            write.setString(1, answer.text());
            write.setLong(2, number);
            write.execute();
        }
    }

    private static List<KeyId> ids(byte[] bytes) {
        List<KeyId> ids = new ArrayList<>();
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.remaining() >= Uuids.BYTES) {
            byte[] id = new byte[Uuids.BYTES];
            left.get(id);
            ids.add(new KeyId(Uuids.of(id)));
        }
        return ids;
    }

    @Override
    public void close() {
        requests.close();
    }
}
