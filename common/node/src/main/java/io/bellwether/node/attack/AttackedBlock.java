package io.bellwether.node.attack;

import io.bellwether.device.adversary.EveNotes;

import java.util.OptionalDouble;

/**
 * What became of a block that an adversary played.
 *
 * @param accepted whether it ended with a key
 * @param reason the abort reason's name, empty if accepted
 * @param detail in Bob's words
 * @param chsh S as Bob counted it
 * @param score what the protocol's theorem is about: S or W
 * @param keyBits delivered, 0 without a key
 * @param leakedBits what the key length counts as published
 * @param eve what the adversary knows
 */
record AttackedBlock(
        boolean accepted,
        String reason,
        String detail,
        OptionalDouble chsh,
        OptionalDouble score,
        long keyBits,
        long leakedBits,
        EveNotes eve) {
    /** The raw bits that the adversary does not know before anything is published. */
    long bitsEveLacks() {
        return eve.truth().length() - eve.certain().cardinality();
    }

    /**
     * A key of more bits than the adversary lacks, after all that was published, is a key that she
     * knows something about.
     */
    boolean keyExceedsWhatEveLacks() {
        return keyBits + leakedBits > bitsEveLacks();
    }

    Verdict verdict() {
        if (!accepted) {
            return Verdict.ABORTED;
        }
        if (eve.certain().cardinality() == 0) {
            return Verdict.DELIVERED;
        }
        return keyExceedsWhatEveLacks() ? Verdict.BROKEN : Verdict.BOUNDED;
    }
}
