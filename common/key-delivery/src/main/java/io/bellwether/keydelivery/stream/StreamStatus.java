package io.bellwether.keydelivery.stream;

/** The status values of ETSI GS QKD 004, clause 6, each at its number. */
public enum StreamStatus {
    SUCCESSFUL,
    /** Opened; the other application has not opened the stream. */
    PEER_NOT_CONNECTED,
    INSUFFICIENT_KEY,
    /** No chunk, because the other application has not opened the stream, or has closed it. */
    PEER_NOT_YET_CONNECTED,
    NO_QKD_CONNECTION,
    KEY_STREAM_ID_IN_USE,
    TIMEOUT,
    /** The answer holds a counter-proposal. */
    QOS_NOT_MET,
    /** The answer says how many bytes are needed. */
    METADATA_SIZE_INSUFFICIENT
}
