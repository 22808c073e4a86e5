package io.bellwether.device.simulated;

import io.bellwether.device.BlockProgress;
import io.bellwether.device.BlockSpecification;
import io.bellwether.device.BoxDescription;
import io.bellwether.device.BoxException;
import io.bellwether.device.FreeBox;
import io.bellwether.foundation.End;

/**
 * One half of a {@link SimulatedSource}: one side's handle on it. Its state is guarded by the lock
 * of the source, which alone brings settings of both sides together.
 */
final class SimulatedHalf implements FreeBox {
    private final SimulatedSource source;
    private final End end;

    /** The block this half is in, or was last in. */
    BlockProgress progress;

    /** Why that block is over for this half before it was complete; null while it goes on. */
    Ending ending;

    /** The rounds this half waits for. */
    Frame frame;

    /** Whether both halves opened the same block. */
    boolean joined;

    boolean closed;

    /** Why a block ended early; kept as data because it is thrown in another thread. */
    record Ending(BoxException.Reason reason, String message) {
        BoxException toException() {
            return new BoxException(reason, message);
        }
    }

    SimulatedHalf(SimulatedSource source, End end) {
        this.source = source;
        this.end = end;
    }

    End end() {
        return end;
    }

    /** Whether a block is open, not ended early and not complete. */
    boolean inBlock() {
        return progress != null && ending == null && !progress.complete();
    }

    void endBlock(BoxException.Reason reason, String message) {
        ending = new Ending(reason, message);
        frame = null;
        joined = false;
    }

    @Override
    public BoxDescription describe() {
        return source.describe(end);
    }

    @Override
    public void open(BlockSpecification block) throws BoxException {
        source.open(this, block);
    }

    @Override
    public void distribute(long firstRound, int rounds) throws BoxException {
        source.distribute(this, firstRound, rounds);
    }

    @Override
    public void measure(byte[] settings, byte[] outcomes, int rounds) throws BoxException {
        source.measure(this, settings, outcomes, rounds);
    }

    @Override
    public void abandon() {
        source.abandon(this);
    }

    @Override
    public void close() {
        source.close(this);
    }
}
