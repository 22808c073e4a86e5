package io.bellwether.node.simulation;

import io.bellwether.channel.Direction;
import io.bellwether.channel.Grant;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.End;
import io.bellwether.foundation.KeyId;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.keystore.BlockState;
import io.bellwether.keystore.BlockStatus;
import io.bellwether.keystore.DeliveredKey;
import io.bellwether.keystore.KeyStore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Sees both nodes at once, which nobody in the world can, and asserts the invariants of the
 * protocol (section 4) after every step. It outlives every crash.
 */
final class Oracle {
    private static final SecretAccess COMPARE = SecretAccess.to("compare in a simulation");

    private final Map<End, KeyStore> stores;
    private final Map<End, Map<Direction, TreeMap<Long, BitArray>>> grants =
            new EnumMap<>(End.class);
    private final Map<KeyId, AnnouncedKey> keys = new LinkedHashMap<>();
    private final Map<Long, KeyId> ownerOfWord = new HashMap<>();
    private final List<BlockId> blocks = new ArrayList<>();
    private final Map<End, Set<BlockId>> certified = new EnumMap<>(End.class);
    private boolean storesChanged;
    private Optional<Violation> first = Optional.empty();

    Oracle(Map<End, KeyStore> stores) {
        this.stores = stores;
        for (End end : End.values()) {
            certified.put(end, new HashSet<>());
            grants.put(end, new EnumMap<>(Direction.class));
            for (Direction direction : Direction.values()) {
                grants.get(end).put(direction, new TreeMap<>());
            }
        }
    }

    Optional<Violation> violation() {
        return first;
    }

    void violated(String what) {
        violated(new Violation(what));
    }

    void violated(Violation violation) {
        if (first.isEmpty()) {
            first = Optional.of(violation);
        }
    }

    List<AnnouncedKey> announcedKeys() {
        return List.copyOf(keys.values());
    }

    List<BlockId> blocks() {
        return List.copyOf(blocks);
    }

    void blockBegins(BlockId block) {
        blocks.add(block);
    }

    void storeTouched() {
        storesChanged = true;
    }

    /** No bit of the pool is given out twice at an end, and both ends have the same bits. */
    void granted(End end, Grant.Granted grant) {
        long offset = grant.range().offsetBits();
        TreeMap<Long, BitArray> before = grants.get(end).get(grant.range().direction());
        BitArray bits = grant.bits().read(COMPARE).copy();
        var earlier = before.floorEntry(offset + bits.length() - 1);
        if (earlier != null && earlier.getKey() + earlier.getValue().length() > offset) {
            violated(
                    "%s: pool bits %d of %s given out twice"
                            .formatted(end, offset, grant.range().direction()));
        }
        before.put(offset, bits);
        BitArray there = grants.get(end.other()).get(grant.range().direction()).get(offset);
        if (there != null && there.length() == bits.length() && !there.equals(bits)) {
            violated(
                    "pool bits %d of %s differ at the two ends"
                            .formatted(offset, grant.range().direction()));
        }
    }

    /** A certificate of the block is on the disk. */
    void certified(End end, BlockId block) {
        certified.get(end).add(block);
    }

    /** A key was handed to the application that asked for it. */
    void handedToMaster(End end, KeyRoute route, DeliveredKey key) {
        BitArray bits = key.bits().read(COMPARE).copy();
        var announced = new AnnouncedKey(key.keyId(), end, route, bits);
        if (keys.put(key.keyId(), announced) != null) {
            violated("key %s was handed to its master twice".formatted(key.keyId()));
        }
        byte[] bytes = bits.toBytes();
        for (int at = 0; at + Long.BYTES <= bytes.length; at += Long.BYTES) {
            long word = java.nio.ByteBuffer.wrap(bytes).getLong(at);
            KeyId owner = ownerOfWord.put(word, key.keyId());
            if (owner != null && !owner.equals(key.keyId())) {
                violated("the same bits are in keys %s and %s".formatted(owner, key.keyId()));
            }
        }
    }

    /** A key was handed to the application that fetched it by its id. */
    void handedToSlave(AnnouncedKey announced, DeliveredKey key) {
        if (!key.bits().read(COMPARE).equals(announced.bits())) {
            violated("key %s differs at the two ends".formatted(key.keyId()));
        }
        if (announced.fetched()) {
            violated("key %s was handed to its slave twice".formatted(key.keyId()));
        }
        announced.setFetched();
    }

    /** Called after every step of any thread. */
    void afterStep() {
        if (storesChanged) {
            storesChanged = false;
            blocks.forEach(this::compare);
        }
    }

    private void compare(BlockId block) {
        var alice = stores.get(End.ALICE).block(block);
        var bob = stores.get(End.BOB).block(block);
        for (End end : End.values()) {
            if (isIn(end == End.ALICE ? alice : bob, BlockState.STORED, BlockState.DELIVERABLE)
                    && !certified.get(end).contains(block)) {
                violated("block %s: stored at %s without a certificate".formatted(block, end));
            }
        }
        if (isIn(alice, BlockState.STORED, BlockState.DELIVERABLE, BlockState.EXHAUSTED)
                && !isIn(bob, BlockState.STORED, BlockState.DELIVERABLE, BlockState.EXHAUSTED)) {
            violated("block %s: Alice holds it, and Bob does not".formatted(block));
        }
        if (isIn(bob, BlockState.DELIVERABLE, BlockState.EXHAUSTED)
                && !isIn(alice, BlockState.DELIVERABLE, BlockState.EXHAUSTED)) {
            violated("block %s: deliverable at Bob, and not at Alice".formatted(block));
        }
        if (isIn(alice, BlockState.DELIVERABLE)
                && isIn(bob, BlockState.DELIVERABLE)
                && !same(alice.get(), bob.get())) {
            violated("block %s: not the same at the two ends".formatted(block));
        }
    }

    private static boolean isIn(Optional<BlockStatus> block, BlockState... states) {
        return block.isPresent() && Arrays.asList(states).contains(block.get().state());
    }

    private static boolean same(BlockStatus one, BlockStatus other) {
        return one.lengthBits() == other.lengthBits()
                && one.splitBits() == other.splitBits()
                && Arrays.equals(one.transcriptDigest(), other.transcriptDigest());
    }

    /** When all is repaired and both nodes are up: nothing is open any more. */
    void assertSettled(String aliceLineage, String bobLineage) {
        if (!aliceLineage.equals(bobLineage)) {
            violated("the pools were refilled differently");
        }
        for (BlockId block : blocks) {
            for (End end : End.values()) {
                if (isIn(stores.get(end).block(block), BlockState.STORED)) {
                    violated("block %s: still undecided at %s".formatted(block, end));
                }
            }
        }
    }
}
