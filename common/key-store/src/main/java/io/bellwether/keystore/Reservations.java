package io.bellwether.keystore;

import io.bellwether.foundation.End;
import io.bellwether.foundation.KeyId;
import io.bellwether.foundation.SaeId;
import io.bellwether.keystore.RecordOutcome.Reason;
import io.bellwether.keystore.RecordOutcome.Recorded;
import io.bellwether.keystore.RecordOutcome.Refused;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Binds ranges of blocks to keys, within a shared transaction. */
final class Reservations {
    private final Transaction transaction;
    private final End localEnd;
    private final BlockTable blocks;
    private final KeyTable keys;
    private final Pages pages;
    private final ProgressTable progress;
    private final long nowMillis;

    Reservations(Transaction transaction, Sealing sealing, End localEnd, long nowMillis) {
        this.transaction = transaction;
        this.localEnd = localEnd;
        this.nowMillis = nowMillis;
        this.progress = transaction.progress();
        this.blocks = transaction.blocks();
        this.keys = transaction.keys();
        this.pages = transaction.pages(sealing);
    }

    /** What a block gives to a request. */
    private record Share(BlockRow block, int keys) {}

    /** Takes up abandoned reservations of the same kind first, then free ranges in order. */
    Optional<List<Reservation>> reserve(ReservationRequest request) {
        transaction.requireNotSuspended();
        List<KeyRow> abandoned = keys.unconfirmedLike(request, nowMillis);
        int fresh = request.count() - abandoned.size();
        return shares(fresh, request.keySizeBits())
                .map(shares -> {
                    List<Reservation> reserved = takeUp(abandoned);
                    for (Share share : shares) {
                        List<KeyId> ids =
                                Uuids.together(share.keys).stream().map(KeyId::new).toList();
                        reserved.addAll(cut(share, request, ids, Reservation.NEVER));
                    }
                    return List.copyOf(reserved);
                });
    }

    /** As {@link #reserve}, under given ids; ids that are reserved already are left out. */
    Optional<List<Reservation>> reserveNamed(
            ReservationRequest request, List<KeyId> ids, long expiresMillis) {
        transaction.requireNotSuspended();
        List<KeyRow> abandoned = new ArrayList<>();
        List<KeyId> unknown = new ArrayList<>();
        for (KeyId id : ids) {
            Optional<KeyRow> known = keys.find(id);
            if (known.isEmpty()) {
                unknown.add(id);
            } else if (known.get().state() == KeyState.UNCONFIRMED) {
                requireLike(request, known.get());
                abandoned.add(known.get());
            }
        }
        return shares(unknown.size(), request.keySizeBits())
                .map(shares -> {
                    List<Reservation> reserved = takeUp(abandoned);
                    int next = 0;
                    for (Share share : shares) {
                        List<KeyId> named = unknown.subList(next, next + share.keys);
                        reserved.addAll(cut(share, request, named, expiresMillis));
                        next += share.keys;
                    }
                    return List.copyOf(reserved);
                });
    }

    private List<Reservation> takeUp(List<KeyRow> abandoned) {
        List<Reservation> reserved = new ArrayList<>();
        for (KeyRow key : abandoned) {
            keys.reserveAgain(key, leaseUntilMillis());
            reserved.add(key.reservation());
        }
        return reserved;
    }

    /** The blocks that a number of keys will be cut from; empty if they have too few bits left. */
    private Optional<List<Share>> shares(int count, int keySizeBits) {
        List<Share> shares = new ArrayList<>();
        int wanted = count;
        long after = BlockTable.BEFORE_ALL;
        while (wanted > 0) {
            Optional<BlockRow> block = blocks.firstWithFree(keySizeBits, after, nowMillis);
            if (block.isEmpty()) {
                return Optional.empty();
            }
            int most = (int) Math.min(wanted, block.get().localFreeBits() / keySizeBits);
            shares.add(new Share(block.get(), most));
            wanted -= most;
            after = block.get().number();
        }
        return Optional.of(shares);
    }

    private static void requireLike(ReservationRequest request, KeyRow known) {
        Reservation reservation = known.reservation();
        if (!reservation.master().equals(request.master())
                || !reservation.slaves().equals(request.slaves())
                || reservation.range().lengthBits() != request.keySizeBits()) {
            throw new IllegalArgumentException(
                    "key %s is reserved for other SAEs or with another size"
                            .formatted(reservation.keyId()));
        }
    }

    private List<Reservation> cut(
            Share share, ReservationRequest request, List<KeyId> ids, long expiresMillis) {
        BlockRow block = share.block;
        int count = share.keys;
        List<Reservation> cut = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long offset = block.localNextBit() + (long) i * request.keySizeBits();
            cut.add(
                    new Reservation(
                            ids.get(i),
                            new KeyRange(block.id(), offset, request.keySizeBits()),
                            request.master(),
                            request.slaves(),
                            Math.min(
                                    Math.min(block.expiresMillis(), expiresMillis),
                                    request.latestMillis(nowMillis))));
        }
        blocks.takeLocal(block.number(), (long) count * request.keySizeBits(), count);
        keys.insert(
                block.number(),
                cut,
                localEnd,
                KeyState.RESERVED,
                request.slavesHere(),
                leaseUntilMillis());
        progress.addReserved(count);
        return cut;
    }

    private long leaseUntilMillis() {
        return nowMillis + KeyLifetime.RESERVATION_LEASE.toMillis();
    }

    /** All of the peer's reservations, or none. */
    RecordOutcome recordPeer(List<Reservation> reservations, Set<SaeId> saesHere) {
        transaction.requireNotSuspended();
        for (Reservation reservation : reservations) {
            Optional<Reason> refusal = recordOne(reservation, saesHere);
            if (refusal.isPresent()) {
                transaction.undo();
                return new Refused(reservation.keyId(), refusal.get());
            }
        }
        return new Recorded();
    }

    private Optional<Reason> recordOne(Reservation reservation, Set<SaeId> saesHere) {
        Optional<KeyRow> known = keys.find(reservation.keyId());
        if (known.isPresent()) {
            return refusalOfKnown(known.get(), reservation);
        }
        Optional<BlockRow> found = blocks.find(reservation.range().blockId());
        if (found.isEmpty()) {
            return Optional.of(Reason.UNKNOWN_BLOCK);
        }
        BlockRow block = found.get();
        Optional<Reason> refusal = refusalOfRange(block, reservation);
        if (refusal.isPresent()) {
            return refusal;
        }
        if (block.status().state() == BlockState.STORED) {
            blocks.setState(block.number(), BlockState.DELIVERABLE);
        }
        boolean wantedHere = reservation.slaves().stream().anyMatch(saesHere::contains);
        KeyState state = wantedHere ? KeyState.CONFIRMED : KeyState.DELIVERED;
        keys.insert(block.number(), List.of(reservation), localEnd.other(), state, saesHere, 0);
        progress.addRecorded(1);
        if (!wantedHere) {
            pages.erase(block, reservation.range());
        }
        blocks.takePeer(block.number(), reservation.range().lengthBits(), wantedHere ? 1 : 0);
        return Optional.empty();
    }

    private Optional<Reason> refusalOfKnown(KeyRow known, Reservation reservation) {
        if (!known.reservation().equals(reservation) || known.requestedAt() == localEnd) {
            return Optional.of(Reason.KEY_ID_IN_USE);
        }
        return known.state() == KeyState.BURNT ? Optional.of(Reason.CANCELLED) : Optional.empty();
    }

    private Optional<Reason> refusalOfRange(BlockRow block, Reservation reservation) {
        KeyRange range = reservation.range();
        BlockStatus status = block.status();
        if (reservation.expiresMillis() <= nowMillis || Expiry.isOver(block, nowMillis)) {
            return Optional.of(Reason.EXPIRED);
        }
        if (status.state() == BlockState.DISCARDED) {
            return Optional.of(Reason.BLOCK_DISCARDED);
        }
        // Alice is first to call a block deliverable: what she only stored, Bob may not deliver yet
        if (status.state() == BlockState.STORED && localEnd == End.ALICE) {
            return Optional.of(Reason.BLOCK_NOT_DELIVERABLE);
        }
        boolean peerIsAlice = localEnd == End.BOB;
        long first = peerIsAlice ? 0 : status.splitBits();
        long end = peerIsAlice ? status.splitBits() : status.lengthBits();
        if (range.offsetBits() < first || range.endBits() > end) {
            return Optional.of(Reason.OUTSIDE_PEER_STREAM);
        }
        if (keys.overlaps(block.number(), range)) {
            return Optional.of(Reason.OVERLAPS_ANOTHER_KEY);
        }
        // no key holds the range and yet its bits are gone: the block was given up after its
        // lifetime
        return status.state() == BlockState.EXHAUSTED
                ? Optional.of(Reason.EXPIRED)
                : Optional.empty();
    }
}
