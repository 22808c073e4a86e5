package io.bellwether.node.attack;

import io.bellwether.device.adversary.EveNotes;

import java.util.OptionalDouble;

/**
 * What became of a block that an adversary played.
 *
 * @param alice how it ended there
 * @param bob how it ended there
 * @param chsh S as Bob counted it
 * @param score what the protocol's theorem is about: S or W
 * @param leakedBits what the key length counts as published
 * @param eve what the adversary knows
 */
record AttackedBlock(
        Ended alice,
        Ended bob,
        OptionalDouble chsh,
        OptionalDouble score,
        long leakedBits,
        EveNotes eve) {
    /**
     * A block's end at one node.
     *
     * @param outcome accepted, aborted or undecided: the commit waits for the other node
     * @param reason the abort reason's name, empty if accepted
     * @param detail in the node's words
     * @param keyBits delivered, 0 without a key
     */
    record Ended(String outcome, String reason, String detail, long keyBits) {
        static Ended accepted(long keyBits) {
            return new Ended("accepted", "", "", keyBits);
        }

        static Ended aborted(String reason, String detail) {
            return new Ended("aborted", reason, detail, 0);
        }

        boolean isAccepted() {
            return outcome.equals("accepted");
        }

        private boolean isUndecided() {
            return outcome.equals("undecided");
        }
    }

    /** Whether a node has a key of it. */
    boolean accepted() {
        return alice.isAccepted() || bob.isAccepted();
    }

    /** Both have the same key length, or neither has a key; who is undecided contradicts nobody. */
    boolean endsAgree() {
        return alice.isUndecided()
                || bob.isUndecided()
                || alice.isAccepted() == bob.isAccepted() && alice.keyBits == bob.keyBits;
    }

    /** Bob's reason, because he judges; Alice's if he has none. */
    String reason() {
        return bob.reason.isEmpty() ? alice.reason : bob.reason;
    }

    String detail() {
        return bob.reason.isEmpty() ? alice.detail : bob.detail;
    }

    long keyBits() {
        return Math.max(alice.keyBits, bob.keyBits);
    }

    /** The raw bits that the adversary does not know before anything is published. */
    long bitsEveLacks() {
        return eve.truth().length() - eve.certain().cardinality();
    }

    /**
     * A key of more bits than the adversary lacks, after all that was published, is a key that she
     * knows something about.
     */
    boolean keyExceedsWhatEveLacks() {
        return keyBits() + leakedBits > bitsEveLacks();
    }

    Verdict verdict() {
        if (!endsAgree()) {
            return Verdict.BROKEN;
        }
        if (!accepted()) {
            return Verdict.ABORTED;
        }
        if (eve.certain().cardinality() == 0) {
            return Verdict.DELIVERED;
        }
        return keyExceedsWhatEveLacks() ? Verdict.BROKEN : Verdict.BOUNDED;
    }
}
