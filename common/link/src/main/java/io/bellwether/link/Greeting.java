package io.bellwether.link;

import io.bellwether.protocol.SessionParameters;

import java.util.Optional;
import java.util.UUID;

/**
 * What a node says first on every connection; nothing is spent before both are found to fit.
 *
 * @param nodeName the KME id of the node
 * @param poolId the pre-shared pool that both must hold
 * @param poolLineage equal at both ends as long as their refills of the pool agree
 * @param pendingBlocks at Bob: blocks he has stored and does not know to be deliverable
 * @param aliceToBobMark the first bit of the pool that is unused here, in that direction
 * @param bobToAliceMark the same in the other direction
 * @param storeMarks how far the key stores have come
 * @param boxRetired whether this end's box has served its blocks
 */
public record Greeting(
        String nodeName,
        String softwareVersion,
        UUID poolId,
        String poolLineage,
        SessionParameters parameters,
        int pendingBlocks,
        long aliceToBobMark,
        long bobToAliceMark,
        StoreMarks storeMarks,
        boolean boxRetired) {
    /** Of the messages of {@code link/v1} and their order. */
    static final int PROTOCOL_VERSION = 3;

    /** Of a node whose key store never had a key. */
    public Greeting(
            String nodeName,
            String softwareVersion,
            UUID poolId,
            String poolLineage,
            SessionParameters parameters,
            int pendingBlocks,
            long aliceToBobMark,
            long bobToAliceMark) {
        this(
                nodeName,
                softwareVersion,
                poolId,
                poolLineage,
                parameters,
                pendingBlocks,
                aliceToBobMark,
                bobToAliceMark,
                StoreMarks.NONE,
                false);
    }

    /** The first difference that makes work together impossible, in words. */
    Optional<String> firstDifference(Greeting peer) {
        if (!poolId.equals(peer.poolId)) {
            return Optional.of(
                    "authentication.pool: pool %s here, %s at the peer"
                            .formatted(poolId, peer.poolId));
        }
        // Bob's pending blocks may have refilled the pool at Alice's end only; they are settled
        // first.
        boolean settled = pendingBlocks == 0 && peer.pendingBlocks == 0;
        if (settled && !poolLineage.equals(peer.poolLineage)) {
            return Optional.of(
                    "authentication.pool: refilled differently at the two ends (%s here, %s at the peer); both need a fresh pool"
                            .formatted(poolLineage, peer.poolLineage));
        }
        return parameters
                .firstDifference(peer.parameters)
                .map(difference -> "protocol." + difference);
    }

    io.bellwether.proto.link.v1.Greeting toWire() {
        return io.bellwether.proto.link.v1.Greeting.newBuilder()
                .setProtocolVersion(PROTOCOL_VERSION)
                .setNodeName(nodeName)
                .setSoftwareVersion(softwareVersion)
                .setPoolId(WireMessages.uuid(poolId))
                .setPoolLineage(poolLineage)
                .setParameters(WireParameters.toWire(parameters))
                .setPendingBlocks(pendingBlocks)
                .setAliceToBobMark(aliceToBobMark)
                .setBobToAliceMark(bobToAliceMark)
                .setStore(storeMarks.own().toWire())
                .setPeerStore(storeMarks.remembered().toWire())
                .setBoxRetired(boxRetired)
                .build();
    }

    static Greeting fromWire(io.bellwether.proto.link.v1.Greeting wire) throws LinkException {
        if (wire.getProtocolVersion() != PROTOCOL_VERSION) {
            throw new LinkException(
                    LinkException.Cause.DIFFERENT,
                    "link protocol version: %d here, %d at the peer"
                            .formatted(PROTOCOL_VERSION, wire.getProtocolVersion()));
        }
        try {
            return new Greeting(
                    wire.getNodeName(),
                    wire.getSoftwareVersion(),
                    WireMessages.uuid(wire.getPoolId()),
                    wire.getPoolLineage(),
                    WireParameters.fromWire(wire.getParameters()),
                    wire.getPendingBlocks(),
                    wire.getAliceToBobMark(),
                    wire.getBobToAliceMark(),
                    new StoreMarks(
                            StoreMarks.Counts.fromWire(wire.getStore()),
                            StoreMarks.Counts.fromWire(wire.getPeerStore())),
                    wire.getBoxRetired());
        } catch (IllegalArgumentException e) {
            throw new LinkException(
                    LinkException.Cause.MISBEHAVED, "greeting: " + e.getMessage(), e);
        }
    }
}
