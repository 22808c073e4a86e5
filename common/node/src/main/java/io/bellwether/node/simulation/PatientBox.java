package io.bellwether.node.simulation;

import io.bellwether.device.BlockSpecification;
import io.bellwether.device.BoxDescription;
import io.bellwether.device.BoxException;
import io.bellwether.device.FreeBox;

/**
 * A half of the simulated source that gives a block up when the other half does not come, on the
 * virtual clock, as the time-out of a remote box does on a real one.
 */
final class PatientBox implements FreeBox {
    private static final int TIMEOUT_MILLIS = 30_000;

    private final FreeBox half;
    private final Timeline timeline;
    private long calls;
    private boolean waiting;

    PatientBox(FreeBox half, Timeline timeline) {
        this.half = half;
        this.timeline = timeline;
    }

    private void beginWaiting() {
        long call = ++calls;
        waiting = true;
        timeline.in(
                TIMEOUT_MILLIS,
                () -> {
                    if (waiting && call == calls) {
                        half.abandon();
                    }
                });
    }

    @Override
    public BoxDescription describe() {
        return half.describe();
    }

    @Override
    public void open(BlockSpecification block) throws BoxException {
        half.open(block);
    }

    @Override
    public void distribute(long firstRound, int rounds) throws BoxException {
        beginWaiting();
        try {
            half.distribute(firstRound, rounds);
        } finally {
            waiting = false;
        }
    }

    @Override
    public void measure(byte[] settings, byte[] outcomes, int rounds) throws BoxException {
        beginWaiting();
        try {
            half.measure(settings, outcomes, rounds);
        } finally {
            waiting = false;
        }
    }

    @Override
    public void abandon() {
        half.abandon();
    }

    @Override
    public void close() {
        half.close();
    }
}
