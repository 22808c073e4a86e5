package io.bellwether.keystore;

/**
 * The fill of the store.
 *
 * @param storedBlocks blocks that wait for the peer
 * @param deliverableBlocks blocks that keys are cut from
 * @param localFreeBits deliverable bits for requests made at this end that no key has yet
 * @param peerFreeBits deliverable bits for requests made at the peer's end, as far as known here
 * @param outstandingKeys keys that some SAE at this end still has to fetch, or that wait for the
 *     peer
 */
public record StoreCounts(
        long storedBlocks,
        long deliverableBlocks,
        long localFreeBits,
        long peerFreeBits,
        long outstandingKeys) {}
