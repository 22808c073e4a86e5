package io.bellwether.device.simulated;

import io.bellwether.device.BlockProgress;
import io.bellwether.device.BlockSpecification;
import io.bellwether.device.BoxDescription;
import io.bellwether.device.BoxException;
import io.bellwether.device.BoxException.Reason;
import io.bellwether.device.BoxSource;
import io.bellwether.device.FreeBox;
import io.bellwether.foundation.End;

import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Simulated physics: a source of entangled pairs with its two halves. No two separate programs can
 * violate a Bell inequality, so the halves meet here: a round is played when both settings are
 * there, outcomes are drawn jointly, and each half gets its own. The two frames that meet need not
 * have the same size. This program knows every outcome; a key made with it is for demonstration and
 * test.
 *
 * <p>When one half leaves a block, the other's block ends too, with a reason; then both can open
 * the next. Same seed, same block identity, same settings: same outcomes, however they were framed.
 */
public final class SimulatedSource implements BoxSource {
    private final BoxModel model;
    private final RoundSampler.Tables tables;
    private final long seed;
    private final long timeoutMillis;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<End, SimulatedHalf> attached = new EnumMap<>(End.class);
    private RoundSampler sampler;
    private boolean closed;

    /**
     * @param seed of the simulated physics, not of anything trusted
     * @param timeoutMillis how long a half waits for the other one
     */
    public SimulatedSource(BoxModel model, long seed, long timeoutMillis) {
        if (timeoutMillis < 1) {
            throw new IllegalArgumentException(
                    "time-out of the source in ms: %d; at least 1".formatted(timeoutMillis));
        }
        this.model = model;
        this.tables = RoundSampler.Tables.of(model.physics());
        this.seed = seed;
        this.timeoutMillis = timeoutMillis;
    }

    /**
     * A new handle on a half. It takes the half when it opens its first block and lets it go when
     * it is closed; in between another handle is refused as {@link Reason#BUSY}.
     */
    @Override
    public FreeBox half(End end) {
        return new SimulatedHalf(this, end);
    }

    @Override
    public String summary() {
        return model.summary();
    }

    public BoxModel model() {
        return model;
    }

    BoxDescription describe(End end) {
        return new BoxDescription(
                model.name(),
                end,
                settingCount(end),
                model.physics().outcomeCount(),
                BoxDescription.SettingOrigin.NODE,
                true,
                ("Simulated: %s. One program draws both outcomes and knows them all; keys made"
                                + " with it are for demonstration and test.")
                        .formatted(model.summary()));
    }

    void open(SimulatedHalf half, BlockSpecification block) throws BoxException {
        lock.lock();
        try {
            attach(half);
            leave(half, Reason.PARTNER_LOST, "the other half went on to another block");
            half.progress = new BlockProgress(block);
            half.ending = null;
            SimulatedHalf partner = attached.get(half.end().other());
            if (partner != null && partner.inBlock() && isSameBlock(partner, half)) {
                join(half, partner);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void attach(SimulatedHalf half) throws BoxException {
        if (closed || half.closed) {
            throw new BoxException(Reason.CLOSED, "the simulated source has been closed");
        }
        SimulatedHalf holder = attached.putIfAbsent(half.end(), half);
        if (holder != null && holder != half) {
            throw new BoxException(
                    Reason.BUSY,
                    "%s's half of the simulated source is in use by another connection"
                            .formatted(half.end()));
        }
    }

    private static boolean isSameBlock(SimulatedHalf one, SimulatedHalf other) {
        return one.progress.block().block().equals(other.progress.block().block());
    }

    private void join(SimulatedHalf half, SimulatedHalf partner) throws BoxException {
        long rounds = half.progress.block().rounds();
        long partnerRounds = partner.progress.block().rounds();
        if (rounds != partnerRounds) {
            String message =
                    "the two halves opened the block with %d and %d rounds"
                            .formatted(partnerRounds, rounds);
            half.endBlock(Reason.PROTOCOL_VIOLATION, message);
            partner.endBlock(Reason.PROTOCOL_VIOLATION, message);
            changed.signalAll();
            throw half.ending.toException();
        }
        half.joined = true;
        partner.joined = true;
        UUID block = half.progress.block().block().value();
        sampler = new RoundSampler(model.physics(), tables, seed, block);
    }

    void distribute(SimulatedHalf half, long firstRound, int rounds) throws BoxException {
        lock.lock();
        try {
            requireBlock(half);
            half.progress.checkDistribute(firstRound, rounds);
            awaitUntil(() -> half.joined, half, "the other half did not open the block");
            half.progress.distributed(rounds);
        } finally {
            lock.unlock();
        }
    }

    void measure(SimulatedHalf half, byte[] settings, byte[] outcomes, int rounds)
            throws BoxException {
        lock.lock();
        try {
            requireBlock(half);
            int width = BoxDescription.settingBytes(settingCount(half.end()));
            half.progress.checkMeasure(rounds, Math.min(settings.length / width, outcomes.length));
            checkSettings(half.end(), settings, rounds);
            Frame frame = new Frame(settings, outcomes, rounds);
            half.frame = frame;
            play(half, attached.get(half.end().other()));
            awaitUntil(
                    () -> frame.left() == 0,
                    half,
                    "the other half did not measure its side of the rounds");
        } finally {
            lock.unlock();
        }
    }

    private int settingCount(End end) {
        return switch (end) {
            case ALICE -> model.physics().aliceSettings();
            case BOB -> model.physics().bobSettings();
        };
    }

    private void checkSettings(End end, byte[] settings, int rounds) {
        int count = settingCount(end);
        int width = BoxDescription.settingBytes(count);
        for (int i = 0; i < rounds; i++) {
            int setting = Frame.setting(settings, i, width);
            if (setting >= count) {
                throw new IllegalArgumentException(
                        "setting %d of the frame: %d; from 0 to %d"
                                .formatted(i, setting, count - 1));
            }
        }
    }

    /** Plays the rounds for which both settings are there. */
    private void play(SimulatedHalf half, SimulatedHalf partner) {
        if (!half.joined || partner.frame == null) {
            return;
        }
        int rounds = Math.min(half.frame.left(), partner.frame.left());
        boolean isAlice = half.end() == End.ALICE;
        Frame alice = isAlice ? half.frame : partner.frame;
        Frame bob = isAlice ? partner.frame : half.frame;
        sampler.sample(alice, bob, rounds);
        finishFrame(half, rounds);
        finishFrame(partner, rounds);
        changed.signalAll();
    }

    private static void finishFrame(SimulatedHalf half, int rounds) {
        half.progress.measured(rounds);
        if (half.frame.left() == 0) {
            half.frame = null;
        }
    }

    private static void requireBlock(SimulatedHalf half) throws BoxException {
        if (half.progress == null) {
            throw new IllegalStateException("no block is open");
        }
        if (half.ending != null) {
            throw half.ending.toException();
        }
    }

    /** Waits; when nothing at all happens in time the block is over for both halves. */
    private void awaitUntil(BooleanSupplier done, SimulatedHalf half, String complaint)
            throws BoxException {
        while (!done.getAsBoolean()) {
            if (half.ending != null) {
                throw half.ending.toException();
            }
            try {
                if (!changed.await(timeoutMillis, TimeUnit.MILLISECONDS)
                        && !done.getAsBoolean()
                        && half.ending == null) {
                    leave(half, Reason.PARTNER_LOST, "the other half gave up waiting");
                    half.endBlock(
                            Reason.TIMED_OUT,
                            "%s within %d ms".formatted(complaint, timeoutMillis));
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                leave(half, Reason.PARTNER_LOST, "the other half was interrupted");
                throw new BoxException(
                        Reason.CLOSED, "interrupted while waiting for the other half", interrupted);
            }
        }
    }

    /** Ends the half's block, if there is one, and with it the partner's. */
    private void leave(SimulatedHalf half, Reason forPartner, String messageForPartner) {
        if (!half.inBlock()) {
            return;
        }
        SimulatedHalf partner = attached.get(half.end().other());
        if (half.joined && partner != null && partner.inBlock()) {
            partner.endBlock(forPartner, messageForPartner);
        }
        half.endBlock(Reason.ABANDONED, "the block was given up");
        changed.signalAll();
    }

    void abandon(SimulatedHalf half) {
        lock.lock();
        try {
            leave(half, Reason.PARTNER_LOST, "the other half gave up the block");
        } finally {
            lock.unlock();
        }
    }

    void close(SimulatedHalf half) {
        lock.lock();
        try {
            leave(half, Reason.PARTNER_LOST, "the other half was closed or lost");
            half.closed = true;
            attached.remove(half.end(), half);
        } finally {
            lock.unlock();
        }
    }

    /** Ends the blocks of both halves. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            for (SimulatedHalf half : attached.values()) {
                if (half.inBlock()) {
                    half.endBlock(Reason.CLOSED, "the simulated source has been closed");
                }
            }
            attached.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
