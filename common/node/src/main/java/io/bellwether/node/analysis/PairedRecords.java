package io.bellwether.node.analysis;

import io.bellwether.bell.ChshBehaviours;
import io.bellwether.bell.ChshStatistics;
import io.bellwether.bell.NoSignallingTest;
import io.bellwether.bell.OutcomeRelabelling;
import io.bellwether.device.Box;
import io.bellwether.device.BoxDescription;
import io.bellwether.device.BoxException;
import io.bellwether.device.RecordReader;
import io.bellwether.foundation.End;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongConsumer;

/** The two sides' records of one run, read side by side; only counts are kept. */
public final class PairedRecords {
    private static final int SETTINGS = 3;
    private static final int OUTCOMES = 3;
    private static final int KEY = ChshBehaviours.KEY_SETTING;
    private static final long PROGRESS_ROUNDS = 1L << 20;

    private final OutcomeRelabelling relabelling;
    private final int lossOutcome;
    private final long[][][][] counts = new long[2][SETTINGS][OUTCOMES][OUTCOMES];
    private final RunningScore running = new RunningScore();
    private final long[] lost = new long[2];
    private long testRounds;
    private long excluded;

    /**
     * @param lossOutcome the outcome, 0 or 1, that stands for "no click"
     */
    private PairedRecords(OutcomeRelabelling relabelling, int lossOutcome) {
        this.relabelling = relabelling;
        this.lossOutcome = lossOutcome;
    }

    /**
     * Reads both records to their end.
     *
     * @param lossOutcome the outcome, 0 or 1, that stands for "no click"
     * @param progress told the number of rounds read, now and then
     * @throws BoxException if a record is damaged, or the two do not belong together
     */
    public static Analysis read(
            Path alice,
            Path bob,
            OutcomeRelabelling relabelling,
            int lossOutcome,
            LongConsumer progress)
            throws BoxException, IOException {
        PairedRecords pair = new PairedRecords(relabelling, lossOutcome);
        try (RecordReader a = RecordReader.open(alice, BoxDescription.settingCountOf(End.ALICE));
                RecordReader b = RecordReader.open(bob, BoxDescription.settingCountOf(End.BOB))) {
            pair.readAll(a, b, alice, bob, progress);
        }
        return pair.analysis(alice.getFileName() + ", " + bob.getFileName());
    }

    private void readAll(
            RecordReader a, RecordReader b, Path alice, Path bob, LongConsumer progress)
            throws BoxException {
        while (true) {
            boolean aliceHasRound = a.next();
            if (aliceHasRound != b.next()) {
                throw new BoxException(
                        BoxException.Reason.BAD_RECORD,
                        "%s has %d rounds that count, %s has %s"
                                .formatted(
                                        alice, a.rounds(), bob, aliceHasRound ? "fewer" : "more"));
            }
            if (!aliceHasRound) {
                excluded = a.excludedRounds();
                return;
            }
            if (a.roundNumber() != b.roundNumber()) {
                throw new BoxException(
                        BoxException.Reason.BAD_RECORD,
                        "the heralds disagree: round %d counts for %s, round %d for %s"
                                .formatted(a.roundNumber(), alice, b.roundNumber(), bob));
            }
            count(a.setting(), b.setting(), a.outcome(), b.outcome());
            if (a.rounds() % PROGRESS_ROUNDS == 0) {
                progress.accept(a.rounds());
            }
        }
    }

    private void count(int x, int y, int a, int b) {
        counts[x][y][a][b]++;
        lost[0] += a == Box.NO_CLICK ? 1 : 0;
        lost[1] += b == Box.NO_CLICK ? 1 : 0;
        if (y != KEY) {
            testRounds++;
            if (running.isDue(testRounds)) {
                running.add(statistics());
            }
        }
    }

    private ChshStatistics statistics() {
        long[][] equal = new long[2][2];
        long[][] different = new long[2][2];
        long[] key = new long[2];
        for (int x = 0; x < 2; x++) {
            for (int y = 0; y < SETTINGS; y++) {
                for (int a = 0; a < OUTCOMES; a++) {
                    for (int b = 0; b < OUTCOMES; b++) {
                        boolean same = mapped(a) == mapped(b);
                        long count = counts[x][y][a][b];
                        if (y == KEY) {
                            // setting 1 with the key setting is no part of the protocol
                            key[same ? 0 : 1] += x == 0 ? count : 0;
                        } else {
                            (same ? equal : different)[x][y] += count;
                        }
                    }
                }
            }
        }
        return ChshStatistics.of(equal, different, key[0], key[1]).relabelled(relabelling);
    }

    private int mapped(int outcome) {
        return outcome == Box.NO_CLICK ? lossOutcome : outcome;
    }

    private Analysis analysis(String name) {
        ChshStatistics statistics = statistics();
        running.add(statistics);
        long[][][][] tests = {
            {counts[0][0], counts[0][1]},
            {counts[1][0], counts[1][1]}
        };
        return new Analysis(
                name,
                statistics,
                relabelling,
                lost,
                excluded,
                Optional.of(NoSignallingTest.of(tests)),
                running.points());
    }
}
