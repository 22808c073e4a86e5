package io.bellwether.foundation;

/** Which end of the link. */
public enum End {
    ALICE,
    BOB;

    public End other() {
        return this == ALICE ? BOB : ALICE;
    }
}
