package io.bellwether.securityproof;

import java.util.OptionalLong;

/** What a finite-size theorem says about a block: so many key bits, or none and why. */
public sealed interface KeyLength permits KeyLength.Certified, KeyLength.None {

    /**
     * A number of key bits that a theorem certifies. Only the theorems of this module can make one,
     * so holding it proves that a theorem was applied. It certifies an accepted block with these
     * parameters, nothing else.
     */
    final class Certified implements KeyLength {
        private final long keyBits;
        private final String claimId;
        private final String assumptions;
        private final BlockTerms block;
        private final OptionalLong announcedLostTestRounds;

        /** A length for every accepted block. */
        Certified(long keyBits, String claimId, String assumptions, BlockTerms block) {
            this(keyBits, claimId, assumptions, block, OptionalLong.empty());
        }

        Certified(
                long keyBits,
                String claimId,
                String assumptions,
                BlockTerms block,
                OptionalLong announcedLostTestRounds) {
            if (keyBits < 1) {
                throw new IllegalArgumentException("keyBits = " + keyBits + " is below 1");
            }
            this.keyBits = keyBits;
            this.claimId = claimId;
            this.assumptions = assumptions;
            this.block = block;
            this.announcedLostTestRounds = announcedLostTestRounds;
        }

        /** Key bits that may be delivered, at least 1. */
        public long keyBits() {
            return keyBits;
        }

        /** The theorem, as listed in {@code claims/}. */
        public String claimId() {
            return claimId;
        }

        /** What the theorem assumes, in words. */
        public String assumptions() {
            return assumptions;
        }

        /** The block that the length is for. */
        public BlockTerms block() {
            return block;
        }

        /**
         * The number of lost test rounds that was announced, if the length depends on it; empty if
         * the length holds for every accepted block and the number must stay private.
         */
        public OptionalLong announcedLostTestRounds() {
            return announcedLostTestRounds;
        }

        /** The failure probabilities that the key carries. */
        public EpsilonBudget epsilon() {
            return block.epsilon();
        }

        @Override
        public String toString() {
            return keyBits + " key bits (" + claimId + ", epsilon " + epsilon().soundness() + ")";
        }
    }

    /**
     * No key may be made of the block.
     *
     * @param claimId the theorem that was asked
     * @param reason a sentence that starts with "no key because"
     */
    record None(String claimId, String reason) implements KeyLength {}
}
