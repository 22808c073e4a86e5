package io.bellwether.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.protocol.ModelChecker.Size;
import io.bellwether.protocol.ModelChecker.Verdict;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;

/** The formal model of commit, reservation, ledger and recovery, checked exhaustively by TLC. */
class CommitModelTest {
    @TempDir Path folder;

    @Test
    @DisplayName("Two keys of one block: every invariant holds in every state, with two faults")
    void twoKeys() throws Exception {
        holds(new Size(1, 2, 4, 2));
    }

    @Test
    @DisplayName("Two blocks and a key: every invariant holds in every state, with two faults")
    void twoBlocks() throws Exception {
        holds(new Size(2, 1, 4, 2));
    }

    private void holds(Size size) throws Exception {
        Verdict verdict = ModelChecker.check(folder, size, "none");
        System.out.printf("TLC, %s: %d distinct states%n", size, verdict.distinctStates());
        assertThat(verdict.complete()).as(verdict.log()).isTrue();
        // A model that cannot move would hold everything.
        assertThat(verdict.distinctStates()).isGreaterThan(10_000);
    }

    @ParameterizedTest(name = "self-test: TLC finds {0}, by {1}")
    @CsvSource({
        "DeliverBeforeAnswer, NoOrphanId, 1, 1, 3, 1",
        "AnswerNamesNoRequest, NoOrphanId, 2, 2, 4, 1",
        "RangeReused, NoRangeTwice, 1, 2, 3, 1",
        "MarkNotDurable, NoUnitTwice, 1, 1, 3, 1",
        "AcceptBeforeStored, BobHoldsWhatAliceDelivers, 1, 1, 3, 1",
        "NoReconciliation, NeverWedged, 2, 1, 3, 2",
    })
    void findsMutation(
            String mutation, String invariant, int blocks, int keys, int units, int faults)
            throws Exception {
        Verdict verdict =
                ModelChecker.check(folder, new Size(blocks, keys, units, faults), mutation);
        System.out.printf(
                "TLC, %s: %s violated after %d distinct states%n",
                mutation, verdict.violated().orElse("nothing"), verdict.distinctStates());
        assertThat(verdict.violated()).as(verdict.log()).contains(invariant);
    }
}
