package io.bellwether.keystore;

import io.bellwether.foundation.End;
import io.bellwether.foundation.KeyId;
import io.bellwether.foundation.SaeId;

import org.jdbi.v3.core.Handle;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Hands keys out and erases what nobody waits for any more, within one transaction. */
final class Deliveries implements AutoCloseable {
    private final BlockTable blocks;
    private final KeyTable keys;
    private final Pages pages;
    private final Map<Long, BlockRow> touched = new LinkedHashMap<>();

    Deliveries(Handle handle, Sealing sealing) {
        this.blocks = new BlockTable(handle);
        this.keys = new KeyTable(handle);
        this.pages = new Pages(handle, sealing);
    }

    List<DeliveredKey> toMaster(SaeId master, List<KeyId> ids) {
        requireDistinct(ids);
        List<DeliveredKey> delivered = new ArrayList<>(ids.size());
        for (KeyId id : ids) {
            KeyRow key =
                    keys.find(id)
                            .filter(row -> row.waitsForPeer() && row.masterPending())
                            .filter(row -> row.reservation().master().equals(master))
                            .orElseThrow(() -> new IllegalStateException(notReserved(id)));
            delivered.add(read(key));
            settle(key.inState(KeyState.CONFIRMED).handedToMaster());
        }
        finish();
        return delivered;
    }

    SlaveFetch toSlave(SaeId master, SaeId slave, List<KeyId> ids) {
        requireDistinct(ids);
        List<Optional<KeyRow>> rows = ids.stream().map(keys::find).toList();
        boolean foreign =
                rows.stream()
                        .flatMap(Optional::stream)
                        .map(KeyRow::reservation)
                        .anyMatch(key ->
                                !key.master().equals(master) || !key.slaves().contains(slave));
        if (foreign) {
            return new SlaveFetch.NotAuthorised();
        }
        boolean all =
                rows.stream()
                        .allMatch(row ->
                                row.filter(key -> key.state() == KeyState.CONFIRMED)
                                        .filter(key -> key.slavesPending().contains(slave))
                                        .isPresent());
        if (!all) {
            return new SlaveFetch.NotFound();
        }
        List<DeliveredKey> delivered = new ArrayList<>(ids.size());
        for (Optional<KeyRow> row : rows) {
            KeyRow key = row.orElseThrow();
            delivered.add(read(key));
            settle(key.handedTo(slave));
        }
        finish();
        return new SlaveFetch.Delivered(delivered);
    }

    /** Burns what is not confirmed here, and what is left of keys that the peer reserved. */
    void cancel(List<KeyId> ids, End localEnd) {
        for (KeyId id : ids) {
            keys.find(id).filter(key -> mayBeCancelled(key, localEnd)).ifPresent(this::burn);
        }
        finish();
    }

    private static boolean mayBeCancelled(KeyRow key, End localEnd) {
        boolean reservedByPeer = key.requestedAt() != localEnd;
        return key.waitsForPeer() || reservedByPeer && key.state() == KeyState.CONFIRMED;
    }

    private void burn(KeyRow key) {
        pages.erase(block(key), key.reservation().range());
        keys.update(key.burnt());
        blocks.finishKey(key.blockNumber());
    }

    private DeliveredKey read(KeyRow key) {
        return new DeliveredKey(
                key.reservation().keyId(), pages.read(block(key), key.reservation().range()));
    }

    private void settle(KeyRow key) {
        if (key.masterPending() || !key.slavesPending().isEmpty()) {
            keys.update(key);
            return;
        }
        pages.erase(block(key), key.reservation().range());
        keys.update(key.inState(KeyState.DELIVERED));
        blocks.finishKey(key.blockNumber());
    }

    private BlockRow block(KeyRow key) {
        return touched.computeIfAbsent(key.blockNumber(), blocks::get);
    }

    private void finish() {
        pages.flush();
        touched.keySet().forEach(blocks::eraseIfExhausted);
    }

    private static void requireDistinct(List<KeyId> ids) {
        if (new HashSet<>(ids).size() != ids.size()) {
            throw new IllegalArgumentException("key ids: one is named twice; limit once");
        }
    }

    private static String notReserved(KeyId id) {
        return "key %s is not reserved for this master, or was delivered already".formatted(id);
    }

    @Override
    public void close() {
        pages.close();
    }
}
