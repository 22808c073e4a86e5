package io.bellwether.device.adversary;

import io.bellwether.device.BlockProgress;
import io.bellwether.device.BlockSpecification;
import io.bellwether.device.BoxDescription;
import io.bellwether.device.BoxException;
import io.bellwether.device.BoxException.Reason;
import io.bellwether.device.BoxShape;
import io.bellwether.device.FreeBox;
import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.End;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Serves an adversary's two halves to a pair of nodes, one block for each call of {@link #play};
 * between blocks the nodes wait for their pairs. What they see of it is settings and outcomes.
 */
public final class AdversarialSource implements AutoCloseable {
    private final long timeoutMillis;
    private final BoxShape shape;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<End, Half> attached = new EnumMap<>(End.class);
    private Adversary next;
    private Adversary playing;
    private BlockId played;
    private boolean closed;

    /**
     * For the CHSH protocol.
     *
     * @param timeoutMillis how long a half waits for the other one, or for somebody to play
     */
    public AdversarialSource(long timeoutMillis) {
        this(timeoutMillis, BoxShape.CHSH);
    }

    /**
     * @param shape what the halves say they are
     */
    public AdversarialSource(long timeoutMillis, BoxShape shape) {
        this.timeoutMillis = timeoutMillis;
        this.shape = shape;
    }

    /** Lets an adversary play one block: the next one that both nodes open, or have opened. */
    public void play(Adversary adversary) {
        lock.lock();
        try {
            next = adversary;
            played = null;
            join();
        } finally {
            lock.unlock();
        }
    }

    /** The block that the adversary of the last {@link #play} was given, once there is one. */
    public Optional<BlockId> played() {
        lock.lock();
        try {
            return Optional.ofNullable(played);
        } finally {
            lock.unlock();
        }
    }

    /** A new handle on a half; it takes the half when it opens a block. */
    public FreeBox half(End end) {
        return new Half(end);
    }

    /** Why a block is over for a half before it was complete. */
    private record Ending(Reason reason, String message) {
        BoxException toException() {
            return new BoxException(reason, message);
        }
    }

    private final class Half implements FreeBox {
        private final End end;
        private BlockProgress progress;
        private Ending ending;
        private Frame frame;
        private boolean joined;

        Half(End end) {
            this.end = end;
        }

        boolean inBlock() {
            return progress != null && ending == null && !progress.complete();
        }

        void endBlock(Reason reason, String message) {
            ending = new Ending(reason, message);
            frame = null;
            joined = false;
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

        @Override
        public void open(BlockSpecification block) throws BoxException {
            lock.lock();
            try {
                if (closed) {
                    throw new BoxException(Reason.CLOSED, "the source has been closed");
                }
                Half former = attached.put(end, this);
                if (former != null) {
                    leave(former);
                }
                progress = new BlockProgress(block);
                ending = null;
                joined = false;
                join();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void distribute(long firstRound, int rounds) throws BoxException {
            lock.lock();
            try {
                requireBlock(this);
                progress.checkDistribute(firstRound, rounds);
                awaitUntil(() -> joined, this);
                progress.distributed(rounds);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void measure(byte[] settings, byte[] outcomes, int rounds) throws BoxException {
            lock.lock();
            try {
                requireBlock(this);
                progress.checkMeasure(rounds, Math.min(settings.length, outcomes.length));
                Optional<String> fault = playing.faultOf(end, progress.measured());
                if (fault.isPresent()) {
                    throw new BoxException(Reason.APPARATUS, fault.get());
                }
                Frame asked = new Frame(settings, outcomes, rounds);
                if (!playing.wantsAllSettings() || rounds == progress.block().rounds()) {
                    frame = asked;
                    playIfBothAsked();
                }
                awaitUntil(() -> asked.left() == 0, this);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void abandon() {
            lock.lock();
            try {
                leave(this);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                leave(this);
                attached.remove(end, this);
            } finally {
                lock.unlock();
            }
        }
    }

    /** Brings the halves together, if both wait in the same block and somebody is to play it. */
    private void join() {
        Half alice = attached.get(End.ALICE);
        Half bob = attached.get(End.BOB);
        if (next != null
                && alice != null
                && bob != null
                && alice.inBlock()
                && bob.inBlock()
                && !alice.joined
                && alice.progress.block().equals(bob.progress.block())) {
            playing = next;
            next = null;
            played = alice.progress.block().block();
            playing.begin(alice.progress.block().rounds());
            alice.joined = true;
            bob.joined = true;
        }
        changed.signalAll();
    }

    private void playIfBothAsked() {
        Half alice = attached.get(End.ALICE);
        Half bob = attached.get(End.BOB);
        if (alice == null || bob == null || alice.frame == null || bob.frame == null) {
            return;
        }
        int rounds = Math.min(alice.frame.left(), bob.frame.left());
        playing.play(alice.frame, bob.frame, alice.progress.measured(), rounds);
        finishFrame(alice, rounds);
        finishFrame(bob, rounds);
        changed.signalAll();
    }

    private static void finishFrame(Half half, int rounds) {
        half.progress.measured(rounds);
        if (half.frame.left() == 0) {
            half.frame = null;
        }
    }

    private static void requireBlock(Half half) throws BoxException {
        if (half.progress == null) {
            throw new IllegalStateException("no block is open");
        }
        if (half.ending != null) {
            throw half.ending.toException();
        }
    }

    private void awaitUntil(BooleanSupplier done, Half half) throws BoxException {
        while (!done.getAsBoolean()) {
            if (half.ending != null) {
                throw half.ending.toException();
            }
            try {
                if (!changed.await(timeoutMillis, TimeUnit.MILLISECONDS)
                        && !done.getAsBoolean()
                        && half.ending == null) {
                    leave(half);
                    half.endBlock(
                            Reason.TIMED_OUT, "waited %d ms in vain".formatted(timeoutMillis));
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                leave(half);
                throw new BoxException(Reason.CLOSED, "interrupted", interrupted);
            }
        }
    }

    /** Ends the half's block, if there is one, and with it the partner's. */
    private void leave(Half half) {
        if (half.inBlock()) {
            Half partner = attached.get(half.end.other());
            if (half.joined && partner != null && partner.inBlock()) {
                partner.endBlock(Reason.PARTNER_LOST, "the other half left the block");
            }
            half.endBlock(Reason.ABANDONED, "the block was given up");
            changed.signalAll();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            attached.values().stream()
                    .filter(Half::inBlock)
                    .forEach(half -> half.endBlock(Reason.CLOSED, "the source has been closed"));
            attached.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
