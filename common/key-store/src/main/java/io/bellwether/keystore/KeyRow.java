package io.bellwether.keystore;

import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.End;
import io.bellwether.foundation.KeyId;
import io.bellwether.foundation.SaeId;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** A row of the key table, with its block's id. */
record KeyRow(
        long number,
        long blockNumber,
        Reservation reservation,
        End requestedAt,
        KeyState state,
        boolean masterPending,
        List<SaeId> slavesPending) {

    /** Read by their places: to look one up by its name costs more than to read it. */
    static final String COLUMNS =
            """
            k.key_number, k.block_number, k.key_id, k.offset_bits, k.length_bits, k.requested_at,
            k.state, k.master, k.slaves, k.master_pending, k.slaves_pending, k.expires_millis,
            b.block_id\
            """;

    static KeyRow of(ResultSet row) throws SQLException {
        KeyRange range =
                new KeyRange(
                        new BlockId(Uuids.of(row.getBytes(13))), row.getLong(4), row.getInt(5));
        return new KeyRow(
                row.getLong(1),
                row.getLong(2),
                new Reservation(
                        new KeyId(Uuids.of(row.getBytes(3))),
                        range,
                        new SaeId(row.getString(8)),
                        SaeLists.split(row.getString(9)),
                        row.getLong(12)),
                End.valueOf(row.getString(6)),
                KeyState.valueOf(row.getString(7)),
                row.getInt(10) == 1,
                SaeLists.split(row.getString(11)));
    }

    boolean waitsForPeer() {
        return state == KeyState.RESERVED || state == KeyState.UNCONFIRMED;
    }

    boolean aliveAt(long nowMillis) {
        return reservation.expiresMillis() > nowMillis;
    }

    KeyRow inState(KeyState next) {
        return new KeyRow(
                number, blockNumber, reservation, requestedAt, next, masterPending, slavesPending);
    }

    KeyRow burnt() {
        return new KeyRow(
                number, blockNumber, reservation, requestedAt, KeyState.BURNT, false, List.of());
    }

    KeyRow handedToMaster() {
        return new KeyRow(
                number, blockNumber, reservation, requestedAt, state, false, slavesPending);
    }

    KeyRow handedTo(SaeId slave) {
        List<SaeId> left = slavesPending.stream().filter(sae -> !sae.equals(slave)).toList();
        return new KeyRow(
                number, blockNumber, reservation, requestedAt, state, masterPending, left);
    }
}
