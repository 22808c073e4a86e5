package io.bellwether.device.adversary;

import io.bellwether.device.BlockProgress;
import io.bellwether.device.BoxDescription;
import io.bellwether.device.BoxException;
import io.bellwether.device.BoxShape;
import io.bellwether.device.FreeBox;
import io.bellwether.foundation.End;

/** How far a half of an adversary's source has come in its block; guarded by the source's lock. */
abstract class HalfInBlock implements FreeBox {
    private final End end;
    private final BoxShape shape;
    BlockProgress progress;
    Ending ending;
    Frame frame;
    boolean joined;

    HalfInBlock(End end, BoxShape shape) {
        this.end = end;
        this.shape = shape;
    }

    /** Why a block is over for a half before it was complete. */
    record Ending(BoxException.Reason reason, String message) {
        BoxException toException() {
            return new BoxException(reason, message);
        }
    }

    End end() {
        return end;
    }

    boolean inBlock() {
        return progress != null && ending == null && !progress.complete();
    }

    void endBlock(BoxException.Reason reason, String message) {
        ending = new Ending(reason, message);
        frame = null;
        joined = false;
    }

    void requireBlock() throws BoxException {
        if (progress == null) {
            throw new IllegalStateException("no block is open");
        }
        if (ending != null) {
            throw ending.toException();
        }
    }

    void finishFrame(int rounds) {
        progress.measured(rounds);
        if (frame.left() == 0) {
            frame = null;
        }
    }

    @Override
    public BoxDescription describe() {
        // The same for every adversary: it does not say what it is.
        return new BoxDescription(
                "adversary",
                end,
                shape.settings(end),
                shape.outcomes(),
                BoxDescription.SettingOrigin.NODE,
                true,
                "A box in the hands of an adversary, for a test of the nodes.");
    }
}
