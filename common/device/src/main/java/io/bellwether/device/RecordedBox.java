package io.bellwether.device;

import io.bellwether.device.BoxException.Reason;
import io.bellwether.foundation.End;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * One side of an experiment's own record, replayed round after round. The settings stand in the
 * record: the experiment's generator is trusted in place of the node's, and the session record says
 * so. For the file see {@link RecordReader}. Rounds that the record's herald excludes are skipped:
 * the herald spoke before the settings were drawn.
 *
 * <p>Each round is replayed once. A block that was given up after its first round leaves the two
 * sides' records at places that need not agree, so the box then refuses to go on.
 */
public final class RecordedBox implements Box {
    private final Path file;
    private final BoxDescription description;
    private final RecordReader reader;
    private BlockProgress progress;
    private volatile boolean abandoned;
    private volatile boolean closed;

    private RecordedBox(Path file, End end, RecordReader reader) {
        this.file = file;
        this.reader = reader;
        this.description =
                new BoxDescription(
                        "recorded",
                        end,
                        BoxDescription.settingCountOf(end),
                        BoxDescription.OUTCOME_COUNT,
                        BoxDescription.SettingOrigin.RECORD,
                        false,
                        ("Replay of the record %s. The settings come from the record: the"
                                        + " experiment's generator is trusted, not the node's. A"
                                        + " record is public, so nothing in it is secret.")
                                .formatted(file.getFileName()));
    }

    /**
     * Opens a record.
     *
     * @throws BoxException with {@link Reason#BAD_RECORD} if it cannot be read or is no record
     */
    public static RecordedBox open(Path file, End end) throws BoxException {
        return new RecordedBox(
                file, end, RecordReader.open(file, BoxDescription.settingCountOf(end)));
    }

    @Override
    public BoxDescription describe() {
        return description;
    }

    @Override
    public void open(BlockSpecification block) throws BoxException {
        if (closed) {
            throw new BoxException(Reason.CLOSED, "the record %s was closed".formatted(file));
        }
        if (progress != null && progress.measured() > 0 && !progress.complete()) {
            throw new BoxException(
                    Reason.EXHAUSTED,
                    ("the record %s was left after round %d of a block; the other side's record may"
                                    + " stand elsewhere: start both nodes again")
                            .formatted(file, progress.measured()));
        }
        progress = new BlockProgress(block);
        abandoned = false;
    }

    /** The pairs of a record were distributed when it was made. */
    @Override
    public void distribute(long firstRound, int rounds) throws BoxException {
        requireBlock();
        progress.checkDistribute(firstRound, rounds);
        progress.distributed(rounds);
    }

    /**
     * The next {@code rounds} rounds of the record.
     *
     * @param settings receives one setting per round
     * @param outcomes receives one outcome per round: 0, 1 or {@link Box#NO_CLICK}
     * @param rounds how many entries of the two arrays are used, 1 or more, all distributed
     * @throws BoxException with {@link Reason#EXHAUSTED} if the record has fewer, with {@link
     *     Reason#BAD_RECORD} if a line is wrong (the message has its number)
     */
    public void replay(byte[] settings, byte[] outcomes, int rounds) throws BoxException {
        requireBlock();
        progress.checkMeasure(rounds, Math.min(settings.length, outcomes.length));
        for (int i = 0; i < rounds; i++) {
            if (!reader.next()) {
                throw new BoxException(
                        Reason.EXHAUSTED,
                        "the record %s ends after %d rounds".formatted(file, reader.rounds()));
            }
            settings[i] = reader.setting();
            outcomes[i] = reader.outcome();
            progress.measured(1);
        }
    }

    private void requireBlock() throws BoxException {
        if (closed || abandoned) {
            throw new BoxException(
                    closed ? Reason.CLOSED : Reason.ABANDONED, "the block was given up");
        }
        if (progress == null) {
            throw new IllegalStateException("no block is open");
        }
    }

    /** The rounds that the record's herald excluded so far. */
    public long excludedRounds() {
        return reader.excludedRounds();
    }

    @Override
    public void abandon() {
        abandoned = true;
    }

    @Override
    public void close() {
        closed = true;
        try {
            reader.close();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot close the record " + file, unreadable);
        }
    }
}
