package io.bellwether.device.adversary;

import io.bellwether.device.BlockProgress;
import io.bellwether.device.BlockSpecification;
import io.bellwether.device.BoxException;
import io.bellwether.device.BoxException.Reason;
import io.bellwether.device.BoxShape;
import io.bellwether.device.BoxSource;
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
public final class AdversarialSource implements BoxSource {
    private final long timeoutMillis;
    private final BoxShape shape;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<End, Half> attached = new EnumMap<>(End.class);
    private Adversary next;
    private Adversary resident;
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

    /** Lets an adversary play every block to which {@link #play} names no other one. */
    public void playAlways(Adversary adversary) {
        lock.lock();
        try {
            resident = adversary;
            join();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String summary() {
        lock.lock();
        try {
            return resident == null
                    ? "A box in the hands of an adversary"
                    : "%s %s: %s"
                            .formatted(
                                    SourceCatalogue.ADVERSARIAL,
                                    resident.name(),
                                    resident.summary());
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
    @Override
    public FreeBox half(End end) {
        return new Half(end);
    }

    private final class Half extends HalfInBlock {
        Half(End end) {
            super(end, shape);
        }

        @Override
        public void open(BlockSpecification block) throws BoxException {
            lock.lock();
            try {
                if (closed) {
                    throw new BoxException(Reason.CLOSED, "the source has been closed");
                }
                Half former = attached.put(end(), this);
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
                requireBlock();
                progress.checkDistribute(firstRound, rounds);
                awaitUntil(() -> joined, this);
                linger(playing.delayMillisOf(end(), firstRound), this);
                progress.distributed(rounds);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void measure(byte[] settings, byte[] outcomes, int rounds) throws BoxException {
            lock.lock();
            try {
                requireBlock();
                progress.checkMeasure(rounds, Math.min(settings.length, outcomes.length));
                Optional<String> fault = playing.faultOf(end(), progress.measured());
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
                attached.remove(end(), this);
            } finally {
                lock.unlock();
            }
        }
    }

    /** Brings the halves together, if both wait in the same block and somebody is to play it. */
    private void join() {
        Half alice = attached.get(End.ALICE);
        Half bob = attached.get(End.BOB);
        Adversary called = next == null ? resident : next;
        if (called != null
                && alice != null
                && bob != null
                && alice.inBlock()
                && bob.inBlock()
                && !alice.joined
                && alice.progress.block().equals(bob.progress.block())) {
            playing = called;
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
        alice.finishFrame(rounds);
        bob.finishFrame(rounds);
        changed.signalAll();
    }

    /** Lets time pass, unless the block ends before. */
    private void linger(long millis, Half half) throws BoxException {
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (left > 0 && half.ending == null) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException interrupted) {
            throw interrupted(half, interrupted);
        }
    }

    private BoxException interrupted(Half half, InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        leave(half);
        return new BoxException(Reason.CLOSED, "interrupted", interrupted);
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
                throw interrupted(half, interrupted);
            }
        }
    }

    /** Ends the half's block, if there is one, and with it the partner's. */
    private void leave(Half half) {
        if (half.inBlock()) {
            Half partner = attached.get(half.end().other());
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
