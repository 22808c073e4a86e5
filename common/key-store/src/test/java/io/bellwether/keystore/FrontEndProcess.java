package io.bellwether.keystore;

import static io.bellwether.keystore.StoreFixture.MASTER;
import static io.bellwether.keystore.StoreFixture.SLAVE;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.End;
import io.bellwether.foundation.KeyId;
import io.bellwether.foundation.SecretAccess;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A delivery front end in a process of its own: it asks for keys of two slaves at this end until
 * there are none, hands each to its master and fetches it for one of the slaves; then it tries to
 * fetch, for the other slave, every key that the database knows of. One line for every key that it
 * was given.
 */
final class FrontEndProcess {
    private static final int KEY_BITS = 256;

    private FrontEndProcess() {}

    public static void main(String[] arguments) {
        StoreLocation location =
                new StoreLocation.PostgresServer(
                        arguments[0], Optional.of("postgres"), Optional.empty());
        try (MasterKey masterKey = MasterKey.read(Path.of(arguments[1]));
                KeyStore store =
                        KeyStore.open(location, masterKey, End.ALICE, KeyLifetime.unlimited())) {
            drain(store);
            for (KeyId key : allKeys(arguments[0])) {
                if (store.takeForSlave(MASTER, StoreFixture.THIRD, List.of(key))
                        instanceof SlaveFetch.Delivered(List<DeliveredKey> keys)) {
                    print("third", keys);
                }
            }
        }
    }

    private static List<KeyId> allKeys(String url) {
        try (var connection = DriverManager.getConnection(url, "postgres", null);
                var rows =
                        connection.createStatement().executeQuery("SELECT key_id FROM key_range")) {
            List<KeyId> ids = new ArrayList<>();
            while (rows.next()) {
                ids.add(new KeyId(Uuids.of(rows.getBytes(1))));
            }
            return ids;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void drain(KeyStore store) {
        var request =
                new ReservationRequest(
                        2,
                        KEY_BITS,
                        MASTER,
                        List.of(SLAVE, StoreFixture.THIRD),
                        Set.of(SLAVE, StoreFixture.THIRD));
        Optional<List<Reservation>> reserved = store.reserve(request);
        while (reserved.isPresent()) {
            List<KeyId> ids = reserved.get().stream().map(Reservation::keyId).toList();
            print("master", store.takeForMaster(MASTER, ids));
            print("slave", ((SlaveFetch.Delivered) store.takeForSlave(MASTER, SLAVE, ids)).keys());
            reserved = store.reserve(request);
        }
    }

    private static void print(String to, List<DeliveredKey> keys) {
        for (DeliveredKey key : keys) {
            BitArray bits = key.bits().read(SecretAccess.to("compare in a test"));
            System.out.println(
                    "%s %s %s"
                            .formatted(to, key.keyId(), HexFormat.of().formatHex(bits.toBytes())));
        }
    }
}
