package io.bellwether.device;

import io.bellwether.foundation.End;

/**
 * What a protocol needs a pair of boxes to be: settings and outcomes, numbered from 0.
 *
 * @param protocol its name, for messages
 * @param outcomes without "no click"
 */
public record BoxShape(String protocol, int aliceSettings, int bobSettings, int outcomes) {
    /** x in {0, 1} at Alice, y in {0, 1, 2} at Bob, outcomes 0 and 1. */
    public static final BoxShape CHSH =
            new BoxShape(
                    "CHSH",
                    BoxDescription.settingCountOf(End.ALICE),
                    BoxDescription.settingCountOf(End.BOB),
                    BoxDescription.OUTCOME_COUNT);

    /** Bytes of one setting in the frames of a half. */
    public int settingBytes(End end) {
        return BoxDescription.settingBytes(settings(end));
    }

    /** Settings of a half. */
    public int settings(End end) {
        return switch (end) {
            case ALICE -> aliceSettings;
            case BOB -> bobSettings;
        };
    }
}
