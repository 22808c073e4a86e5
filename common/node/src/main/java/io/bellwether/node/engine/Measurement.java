package io.bellwether.node.engine;

import io.bellwether.device.BlockSpecification;
import io.bellwether.device.Box;
import io.bellwether.device.BoxException;
import io.bellwether.device.FreeBox;
import io.bellwether.device.LossMapping;
import io.bellwether.device.RecordedBox;
import io.bellwether.device.remote.RemoteBox;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.BlockId;
import io.bellwether.node.status.StatusBoard;
import io.bellwether.protocol.Effect;
import io.bellwether.protocol.Event;

import java.util.Arrays;

/**
 * The box's part of one block. It gets one setting after the other, in frames of at most {@code
 * frameRounds} rounds, and never a later frame's settings before it has answered the earlier one.
 */
final class Measurement {
    private final Box box;
    private final int frameRounds;
    private final LossMapping losses;
    private final BoxPace pace;
    private final StatusBoard board;

    private Measurement(
            Box box, int frameRounds, int lossOutcome, BoxPace pace, StatusBoard board) {
        this.box = box;
        this.pace = pace;
        this.frameRounds = frameRounds;
        this.losses = new LossMapping(lossOutcome, box.describe().noClick());
        this.board = board;
    }

    static Measurement open(
            Box box,
            BlockId block,
            long rounds,
            int frameRounds,
            int lossOutcome,
            BoxPace pace,
            StatusBoard board)
            throws BoxException {
        box.open(new BlockSpecification(block, rounds));
        return new Measurement(box, frameRounds, lossOutcome, pace, board);
    }

    Event distribute(Effect.DistributePairs effect) throws BoxException {
        return pace.ask(() -> {
            box.distribute(effect.firstRound(), effect.rounds());
            return new Event.PairsDistributed();
        });
    }

    Event measure(Effect.Measure effect) throws BoxException {
        if (!(box instanceof FreeBox free)) {
            throw new IllegalStateException("a record takes no settings");
        }
        Event measured = pace.ask(() -> measure(free, effect));
        board.rounds(effect.firstRound() + effect.rounds());
        return measured;
    }

    private Event measure(FreeBox free, Effect.Measure effect) throws BoxException {
        byte[] settings = effect.settings();
        int width = effect.settingBytes();
        // A frame is limited in bytes.
        int frame = Math.min(frameRounds, RemoteBox.FRAME_ROUNDS_LIMIT / width);
        byte[] outcomes = new byte[effect.rounds()];
        BitArray lost = BitArray.ofLength(outcomes.length);
        byte[] answers = new byte[Math.min(frame, outcomes.length)];
        for (int at = 0; at < outcomes.length; at += frame) {
            int rounds = Math.min(frame, outcomes.length - at);
            free.measure(
                    Arrays.copyOfRange(settings, at * width, (at + rounds) * width),
                    answers,
                    rounds);
            noteLosses(lost, at, answers, rounds);
            losses.apply(answers, rounds);
            System.arraycopy(answers, 0, outcomes, at, rounds);
            if (!pace.isKept()) {
                board.rounds(effect.firstRound() + at + rounds);
            }
        }
        Arrays.fill(answers, (byte) 0);
        return new Event.RoundsMeasured(settings, outcomes, lost);
    }

    private void noteLosses(BitArray lost, int at, byte[] answers, int rounds) {
        int noClick = box.describe().noClick();
        for (int i = 0; i < rounds; i++) {
            if (Byte.toUnsignedInt(answers[i]) == noClick) {
                lost.set(at + i, true);
            }
        }
    }

    Event replay(Effect.Replay effect) throws BoxException {
        if (!(box instanceof RecordedBox recorded)) {
            throw new IllegalStateException("only a record brings its own settings");
        }
        byte[] settings = new byte[effect.rounds()];
        byte[] outcomes = new byte[effect.rounds()];
        recorded.replay(settings, outcomes, effect.rounds());
        BitArray lost = BitArray.ofLength(effect.rounds());
        noteLosses(lost, 0, outcomes, effect.rounds());
        losses.apply(outcomes, effect.rounds());
        board.rounds(effect.firstRound() + effect.rounds());
        return new Event.RoundsMeasured(settings, outcomes, lost);
    }

    /** Rounds without a click so far. */
    long lostSignals() {
        return losses.lostRounds();
    }
}
