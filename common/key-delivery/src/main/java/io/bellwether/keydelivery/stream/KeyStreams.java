package io.bellwether.keydelivery.stream;

import io.bellwether.foundation.SaeId;
import io.bellwether.keydelivery.stream.StreamRefusal.Kind;
import io.bellwether.keystore.KnownKey;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** The streams that applications of this end have open. */
final class KeyStreams {
    private final StreamLimits limits;
    private final StreamKeys keys;
    private final Map<Place, OpenStream> open = new ConcurrentHashMap<>();
    private final ReentrantLock opening = new ReentrantLock();

    private record Place(UUID stream, SaeId application) {}

    /** The answer to OPEN_CONNECT. */
    record Opened(StreamStatus status, Optional<UUID> stream, StreamQos qos) {}

    KeyStreams(StreamLimits limits, StreamKeys keys) {
        this.limits = limits;
        this.keys = keys;
    }

    /**
     * Opens a stream.
     *
     * @param id empty for a new one
     * @throws StreamRefusal if the caller is neither of the two, is not an application of this end,
     *     or may not share keys with the other one
     */
    Opened open(SaeId caller, SaeId source, SaeId destination, StreamQos asked, Optional<UUID> id) {
        requireAllowed(caller, source, destination);
        StreamQos wanted = asked.withDefaults(limits);
        StreamQos proposal = wanted.proposal(limits);
        if (!proposal.equals(wanted)) {
            return new Opened(StreamStatus.QOS_NOT_MET, Optional.empty(), proposal);
        }
        var name = new StreamName(id.orElseGet(UUID::randomUUID), source, destination);
        opening.lock();
        try {
            return open(caller, name, wanted);
        } finally {
            opening.unlock();
        }
    }

    private void requireAllowed(SaeId caller, SaeId source, SaeId destination) {
        if (!caller.equals(source) && !caller.equals(destination)) {
            throw new StreamRefusal(
                    Kind.NOT_ALLOWED, "source, destination: %s is neither of them", caller);
        }
        if (!keys.saesHere().contains(caller) || !keys.mayShareKeys(source, destination)) {
            throw new StreamRefusal(
                    Kind.NOT_ALLOWED, "%s may not open a stream with that SAE here", caller);
        }
    }

    private Opened open(SaeId caller, StreamName name, StreamQos qos) {
        Place place = new Place(name.id(), caller);
        if (open.containsKey(place) || keys.find(name.closed(caller)).isPresent()) {
            return new Opened(StreamStatus.KEY_STREAM_ID_IN_USE, Optional.of(name.id()), qos);
        }
        if (open.size() >= limits.maximumStreams()) {
            throw new StreamRefusal(
                    Kind.TOO_MANY, "streams: %d are open; limit that many", open.size());
        }
        int agreedBytes =
                keys.find(name.chunk(0))
                        .map(KnownKey::reservation)
                        .map(chunk -> chunk.range().lengthBits() / 8)
                        .orElse(qos.chunkBytes());
        if (agreedBytes != qos.chunkBytes()) {
            StreamQos proposal = qos.withChunkBytes(agreedBytes);
            return new Opened(StreamStatus.QOS_NOT_MET, Optional.of(name.id()), proposal);
        }
        if (keys.mark(name, caller, name.opened(caller), qos) != StreamStatus.SUCCESSFUL) {
            return new Opened(StreamStatus.NO_QKD_CONNECTION, Optional.of(name.id()), qos);
        }
        OpenStream stream = new OpenStream(name, caller, qos, limits.chunksAhead(), keys);
        // if that fails now, GET_KEY tries again and says why
        stream.reserveBeyond(0);
        open.put(place, stream);
        StreamStatus status =
                stream.peerIsThere() ? StreamStatus.SUCCESSFUL : StreamStatus.PEER_NOT_CONNECTED;
        return new Opened(status, Optional.of(name.id()), qos);
    }

    /**
     * Hands out a chunk; waits for it.
     *
     * @throws StreamRefusal if the caller has no such stream open
     */
    Chunk get(SaeId caller, UUID id, OptionalLong index, int metadataRoom)
            throws InterruptedException {
        return require(caller, id).get(index, metadataRoom);
    }

    private OpenStream require(SaeId caller, UUID id) {
        OpenStream stream = open.get(new Place(id, caller));
        if (stream == null) {
            throw new StreamRefusal(
                    Kind.NOT_OPEN, "key_stream_id: %s has no such stream open here", caller);
        }
        requireAllowed(caller, stream.name().source(), stream.name().destination());
        return stream;
    }

    /**
     * @throws StreamRefusal if the caller has no such stream open
     */
    StreamStatus close(SaeId caller, UUID id) {
        require(caller, id).close();
        open.remove(new Place(id, caller));
        return StreamStatus.SUCCESSFUL;
    }
}
