package io.bellwether.protocol;

/** Where the settings come from. */
public enum SettingSource {
    /**
     * Drawn by the nodes; Bob announces test flags after the pairs are distributed (protocol,
     * section 1).
     */
    ANNOUNCED,
    /**
     * Drawn by each node alone, test rounds included, and announced after the last round; pairs of
     * settings that fit nothing are sifted out.
     */
    INDEPENDENT,
    /** Replayed from the trusted input record of a finished experiment. */
    RECORDED
}
