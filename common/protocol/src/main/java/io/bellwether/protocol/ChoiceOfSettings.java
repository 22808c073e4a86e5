package io.bellwether.protocol;

/** How it is decided what a round is for. */
public enum ChoiceOfSettings {
    /** Bob draws the test rounds and says which they are when both boxes are closed. */
    ANNOUNCED,
    /**
     * Each side draws alone whether it tests, and says so after the last round; rounds in which
     * they differ are dropped.
     */
    INDEPENDENT
}
