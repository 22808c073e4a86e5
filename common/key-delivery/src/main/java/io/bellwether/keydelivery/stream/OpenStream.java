package io.bellwether.keydelivery.stream;

import io.bellwether.foundation.KeyId;
import io.bellwether.foundation.SaeId;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.keydelivery.stream.StreamRefusal.Kind;
import io.bellwether.keystore.DeliveredKey;
import io.bellwether.keystore.KnownKey;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A stream as one application at this end has opened it. Where it stands is in the store; what is
 * kept here can be found there again.
 *
 * <p>Chunks are reserved in their order, by the source's end only. So what is known of a chunk says
 * something of all that come before it.
 */
final class OpenStream {
    /** The standard's index has 32 bits; it is not started again from zero. */
    static final long MAX_INDEX = 0xFFFF_FFFFL;

    private static final int MOST_AT_ONCE = 64;
    private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(5).toNanos();
    private static final long LONGEST_PAUSE_NANOS = Duration.ofMillis(100).toNanos();

    private final StreamName name;
    private final SaeId caller;
    private final StreamQos qos;
    private final int chunksAhead;
    private final StreamKeys keys;
    private final ReentrantLock turn = new ReentrantLock();
    private long reservedUntil;
    private long next;
    private long mayTakeNanos = System.nanoTime();
    private boolean peerSeen;
    private boolean closed;

    /** Goes on where the store says that the stream stands. */
    OpenStream(StreamName name, SaeId caller, StreamQos qos, int chunksAhead, StreamKeys keys) {
        this.name = name;
        this.caller = caller;
        this.qos = qos;
        this.chunksAhead = chunksAhead;
        this.keys = keys;
        long known = knownChunks();
        // the last ones may not have been confirmed
        reservedUntil = Math.max(0, known - 2 * MOST_AT_ONCE);
        next = known;
        while (next > 0 && waits(next - 1)) {
            next--;
        }
    }

    /** How many chunks are known: reserved in their order, so searched for by halving. */
    private long knownChunks() {
        long least = 0;
        long beyond = 1;
        while (keys.find(name.chunk(beyond - 1)).isPresent()) {
            least = beyond;
            beyond *= 2;
        }
        while (beyond - least > 1) {
            long middle = (least + beyond) / 2;
            if (keys.find(name.chunk(middle - 1)).isPresent()) {
                least = middle;
            } else {
                beyond = middle;
            }
        }
        return least;
    }

    private boolean waits(long index) {
        return keys.find(name.chunk(index))
                .map(known -> known.waiting().contains(caller))
                .orElse(false);
    }

    StreamName name() {
        return name;
    }

    StreamQos qos() {
        return qos;
    }

    /** Whether the other application has opened the stream. */
    boolean peerIsThere() {
        SaeId partner = name.partnerOf(caller);
        peerSeen = peerSeen || keys.marked(name, partner, name.opened(partner));
        return peerSeen;
    }

    private boolean peerHasClosed() {
        SaeId partner = name.partnerOf(caller);
        return keys.marked(name, partner, name.closed(partner));
    }

    /** Reserves up to {@code chunksAhead} chunks beyond one, if this is the source's end. */
    StreamStatus reserveBeyond(long index) {
        StreamStatus status = StreamStatus.SUCCESSFUL;
        long until = Math.min(index + chunksAhead, MAX_INDEX) + 1;
        while (caller.equals(name.source())
                && reservedUntil < until
                && status == StreamStatus.SUCCESSFUL) {
            if (peerHasClosed()) {
                return StreamStatus.PEER_NOT_YET_CONNECTED;
            }
            long end = Math.min(until, reservedUntil + MOST_AT_ONCE);
            status = reserve(end);
            if (status == StreamStatus.INSUFFICIENT_KEY && end > reservedUntil + 1) {
                status = reserve(reservedUntil + 1);
            }
        }
        return status;
    }

    private StreamStatus reserve(long end) {
        List<KeyId> ids = new ArrayList<>();
        for (long i = reservedUntil; i < end; i++) {
            ids.add(name.chunk(i));
        }
        StreamStatus status = keys.reserveChunks(name, qos, ids);
        if (status == StreamStatus.SUCCESSFUL) {
            reservedUntil = end;
        }
        return status;
    }

    /**
     * Waits for a chunk, at most the timeout of the quality of service.
     *
     * @param index empty for the next one
     * @param metadataRoom bytes that the application has room for
     */
    Chunk get(OptionalLong index, int metadataRoom) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(qos.timeoutMillis());
        if (!turn.tryLock(qos.timeoutMillis(), TimeUnit.MILLISECONDS)) {
            return Chunk.none(StreamStatus.TIMEOUT, index.orElse(0));
        }
        try {
            if (closed) {
                throw new StreamRefusal(Kind.NOT_OPEN, "key_stream_id: closed");
            }
            requireInReach(index);
            long pauseNanos = FIRST_PAUSE_NANOS;
            Chunk chunk = attempt(index, metadataRoom);
            while (mayStillCome(chunk) && System.nanoTime() - deadlineNanos < 0) {
                long left = deadlineNanos - System.nanoTime();
                LockSupport.parkNanos(Math.min(pauseNanos, Math.max(left, 1)));
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
                chunk = attempt(index, metadataRoom);
            }
            return chunk;
        } finally {
            turn.unlock();
        }
    }

    private void requireInReach(OptionalLong index) {
        long most = Math.min(MAX_INDEX, Math.max(reservedUntil, next) + MOST_AT_ONCE);
        if (index.orElse(next) > most && caller.equals(name.source())) {
            throw new StreamRefusal(
                    Kind.MALFORMED, "index: %d; limit %d now", index.orElse(next), most);
        }
    }

    private boolean mayStillCome(Chunk chunk) {
        return switch (chunk.status()) {
            case INSUFFICIENT_KEY -> !isGone(chunk.index());
            case PEER_NOT_YET_CONNECTED, NO_QKD_CONNECTION, TIMEOUT -> true;
            default -> false;
        };
    }

    private Chunk attempt(OptionalLong index, int metadataRoom) {
        while (index.isEmpty() && next < MAX_INDEX && isGone(next)) {
            next++;
        }
        long wanted = index.orElse(next);
        if (!peerIsThere()) {
            return Chunk.none(StreamStatus.PEER_NOT_YET_CONNECTED, wanted);
        }
        StreamStatus reserved = reserveBeyond(wanted);
        Optional<KnownKey> known = keys.find(name.chunk(wanted));
        boolean there = known.isPresent() && known.get().waiting().contains(caller);
        if (!there) {
            return Chunk.none(whyNot(wanted, reserved), wanted);
        }
        if (System.nanoTime() - mayTakeNanos < 0) {
            return Chunk.none(StreamStatus.TIMEOUT, wanted);
        }
        return take(wanted, metadataRoom);
    }

    /**
     * The reason for no chunk, as far as it is known here; a destination only sees nothing come.
     */
    private StreamStatus whyNot(long wanted, StreamStatus reserved) {
        if (isGone(wanted)) {
            return StreamStatus.INSUFFICIENT_KEY;
        }
        if (reserved != StreamStatus.SUCCESSFUL) {
            return reserved;
        }
        return peerHasClosed() ? StreamStatus.PEER_NOT_YET_CONNECTED : StreamStatus.TIMEOUT;
    }

    /** Fetched before, expired or burnt; or never recorded here, although later ones were. */
    private boolean isGone(long index) {
        Optional<KnownKey> known = keys.find(name.chunk(index));
        if (known.isPresent()) {
            return known.get().confirmed() && !known.get().waiting().contains(caller);
        }
        for (int step = 1; step <= 2 * MOST_AT_ONCE; step *= 2) {
            if (keys.find(name.chunk(index + step)).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private Chunk take(long index, int metadataRoom) {
        KeyId id = name.chunk(index);
        String metadata =
                qos.metadataMimetype().isEmpty() ? "" : "{\"key_ID\":\"%s\"}".formatted(id);
        int needed = metadata.getBytes(StandardCharsets.UTF_8).length;
        if (needed > metadataRoom) {
            return new Chunk(
                    StreamStatus.METADATA_SIZE_INSUFFICIENT, index, new byte[0], needed, "");
        }
        Optional<DeliveredKey> fetched = keys.fetchChunk(name, caller, id);
        if (fetched.isEmpty()) {
            return Chunk.none(StreamStatus.INSUFFICIENT_KEY, index);
        }
        mayTakeNanos = System.nanoTime() + nanosPerChunk();
        next = index == next ? index + 1 : next;
        try (var bits = fetched.get().bits()) {
            byte[] key = bits.read(SecretAccess.to("hand a chunk to its SAE")).toBytes();
            return new Chunk(StreamStatus.SUCCESSFUL, index, key, needed, metadata);
        }
    }

    private long nanosPerChunk() {
        return (long) (1e9 * qos.chunkBits() / qos.maxBitsPerSecond());
    }

    /** Gives up what this application has not fetched, and tells the other end. */
    void close() {
        turn.lock();
        try {
            closed = true;
            long known = knownChunks();
            for (long i = Math.min(next, known); i < known; i++) {
                keys.fetchChunk(name, caller, name.chunk(i)).ifPresent(key -> key.bits().erase());
            }
            keys.mark(name, caller, name.closed(caller), qos);
        } finally {
            turn.unlock();
        }
    }
}
