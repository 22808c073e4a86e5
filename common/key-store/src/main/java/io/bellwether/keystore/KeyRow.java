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

    static KeyRow of(ResultSet row) throws SQLException {
        KeyRange range =
                new KeyRange(
                        new BlockId(Uuids.of(row.getBytes("block_id"))),
                        row.getLong("offset_bits"),
                        row.getInt("length_bits"));
        return new KeyRow(
                row.getLong("key_number"),
                row.getLong("block_number"),
                new Reservation(
                        new KeyId(Uuids.of(row.getBytes("key_id"))),
                        range,
                        new SaeId(row.getString("master")),
                        SaeLists.split(row.getString("slaves")),
                        row.getLong("expires_millis")),
                End.valueOf(row.getString("requested_at")),
                KeyState.valueOf(row.getString("state")),
                row.getInt("master_pending") == 1,
                SaeLists.split(row.getString("slaves_pending")));
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
