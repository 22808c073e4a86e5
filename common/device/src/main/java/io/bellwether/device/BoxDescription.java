package io.bellwether.device;

import io.bellwether.foundation.End;

/**
 * What a box says about itself, and what follows from how it is used; goes into the session record.
 * Texts that come from a box are untrusted: they are cut and cleaned here and decide nothing.
 *
 * @param model a short name
 * @param end whose half it is
 * @param settingCount how many settings it takes, numbered from 0
 * @param outcomeCount how many outcomes it has, numbered from 0, without "no click"
 * @param settingOrigin who chooses the settings
 * @param simulated whether a program computes the outcomes
 * @param statement what a reader of the record should know, one to three sentences
 */
public record BoxDescription(
        String model,
        End end,
        int settingCount,
        int outcomeCount,
        SettingOrigin settingOrigin,
        boolean simulated,
        String statement) {
    /** Who chooses the settings. */
    public enum SettingOrigin {
        /** The node's trusted side draws them. */
        NODE,
        /** They stand in the experiment's record; its generator is trusted instead of the node's */
        RECORD
    }

    /** What a protocol's theorem assumes of the uses of a box. */
    public enum Uses {
        /** One after the other; a box may remember earlier rounds. */
        SEQUENTIAL,
        /** No use signals to another one: a box may not remember anything. */
        SEPARATE
    }

    /** The outcomes of the CHSH protocol: 0 and 1 on either side. */
    public static final int OUTCOME_COUNT = 2;

    /** Outcomes, and "no click", travel as one byte each. */
    private static final int OUTCOME_LIMIT = 255;

    private static final int SETTING_LIMIT = 1 << 16;

    /** Settings travel as one byte each as long as they fit. */
    private static final int ONE_BYTE_SETTINGS = 1 << 8;

    private static final int MODEL_LENGTH_LIMIT = 64;
    private static final int STATEMENT_LENGTH_LIMIT = 500;

    public BoxDescription {
        requireCount("settings", settingCount, 1, SETTING_LIMIT);
        requireCount("outcomes", outcomeCount, OUTCOME_COUNT, OUTCOME_LIMIT);
        model = clean(model, MODEL_LENGTH_LIMIT);
        statement = clean(statement, STATEMENT_LENGTH_LIMIT);
    }

    private static void requireCount(String what, int count, int least, int most) {
        if (count < least || count > most) {
            throw new IllegalArgumentException(
                    "number of %s of a half: %d; from %d to %d"
                            .formatted(what, count, least, most));
        }
    }

    /** Bytes of one setting in the frames of a half with so many settings: 1, above 256 two. */
    public static int settingBytes(int settingCount) {
        return settingCount > ONE_BYTE_SETTINGS ? 2 : 1;
    }

    /** Bytes of one setting in the frames of this half. */
    public int settingBytes() {
        return settingBytes(settingCount);
    }

    /** The outcome of a round in which no detector fired: the number after the last outcome. */
    public int noClick() {
        return outcomeCount;
    }

    /** The settings of the CHSH protocol: x in {0, 1} at Alice, y in {0, 1, 2} at Bob. */
    public static int settingCountOf(End end) {
        return switch (end) {
            case ALICE -> 2;
            case BOB -> 3;
        };
    }

    /**
     * What the session record says about the order of settings and outcomes.
     *
     * @param frameRounds the largest number of rounds handed over at a time
     * @param assumed by the theorem that sizes the key
     */
    public String sequencing(int frameRounds, Uses assumed) {
        if (settingOrigin == SettingOrigin.RECORD) {
            return "Replayed from a record: that the rounds were sequential is the experiment's"
                    + " claim.";
        }
        if (assumed == Uses.SEPARATE) {
            return ("Up to %d rounds at a time. The security theorem assumes that no use of the box"
                        + " signals to another: one machine that is asked round after round is"
                        + " trusted to remember nothing; against one that does it does not hold.")
                    .formatted(frameRounds);
        }
        if (frameRounds == 1) {
            return "Strictly sequential: the box gets the setting of a round after it has answered"
                    + " the round before.";
        }
        return ("Framed: the box gets the settings of up to %d rounds at a time and is trusted to"
                        + " measure them one after the other. The security theorem assumes"
                        + " sequential rounds; against a box that looks ahead inside a frame it"
                        + " does not hold.")
                .formatted(frameRounds);
    }

    /** Printable ASCII only, cut to the limit, so that a box cannot forge lines of a log. */
    public static String clean(String text, int lengthLimit) {
        StringBuilder cleaned = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), lengthLimit); i++) {
            char character = text.charAt(i);
            cleaned.append(character >= ' ' && character <= '~' ? character : '?');
        }
        return cleaned.toString();
    }
}
