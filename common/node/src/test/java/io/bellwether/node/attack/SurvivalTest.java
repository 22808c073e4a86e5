package io.bellwether.node.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.device.adversary.Adversaries;
import io.bellwether.device.adversary.Adversary;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.OptionalDouble;

/** Observations of pairs that suffered something, good and bad: the verdict has to follow them. */
class SurvivalTest {
    private static final AttackedBlock.Ended KEY = AttackedBlock.Ended.accepted(1000);
    private static final AttackedBlock.Ended NONE =
            AttackedBlock.Ended.aborted("PEER_LOST", "the connection ended");
    private static final LinkEar.Heard HEARD = new LinkEar.Heard(12, 0, 0, 9, 0, 0);
    private static final PoolEvidence CLEAN = new PoolEvidence(4096, 0, 0, 0, HEARD);
    private static final Witness.Keys ALIKE = new Witness.Keys(7, 7, List.of());
    private static final WireAttack.Deed DEED = new WireAttack.Deed(5, 0, 0);

    private static AttackedBlock block(AttackedBlock.Ended alice, AttackedBlock.Ended bob) {
        Adversary honest = Adversaries.honest(1);
        honest.begin(10);
        return new AttackedBlock(
                alice, bob, OptionalDouble.empty(), OptionalDouble.empty(), 0, honest.notes());
    }

    private static Aftermath after(long faults, AttackedBlock next, Witness.Keys keys) {
        return new Aftermath(faults, next, keys, 1.5, CLEAN);
    }

    private static Verdict verdict(Aftermath after) {
        return after.verdict(Verdict.SURVIVED);
    }

    private static Verdict wire(WireAttack.Deed deed, AttackedBlock attacked) {
        Aftermath after = after(deed.faults(), block(KEY, KEY), ALIKE);
        return new WireAttack(WireAttack.Trick.CUT).report(deed, attacked, after, 2).verdict();
    }

    @Test
    @DisplayName("a key at both ends afterwards, all keys alike, nothing used twice: survived")
    void survived() {
        assertThat(verdict(after(1, block(KEY, KEY), ALIKE))).isEqualTo(Verdict.SURVIVED);
        assertThat(wire(DEED, block(NONE, NONE))).isEqualTo(Verdict.SURVIVED);
        assertThat(wire(DEED, block(KEY, KEY))).isEqualTo(Verdict.SURVIVED);
    }

    @Test
    @DisplayName("a key that one end lost, or gave differently, is broken")
    void lostKey() {
        var lost = new Witness.Keys(7, 6, List.of("key 1 of ALICE: 400"));

        assertThat(verdict(after(1, block(KEY, KEY), lost))).isEqualTo(Verdict.BROKEN);
        assertThat(verdict(after(1, block(KEY, KEY), new Witness.Keys(7, 6, List.of()))))
                .isEqualTo(Verdict.BROKEN);
    }

    @Test
    @DisplayName("a block of which one end has a key and the other has none is broken")
    void endsDiffer() {
        assertThat(block(KEY, NONE).verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(block(NONE, KEY).verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(block(KEY, AttackedBlock.Ended.accepted(999)).verdict())
                .isEqualTo(Verdict.BROKEN);
        assertThat(wire(DEED, block(KEY, NONE))).isEqualTo(Verdict.BROKEN);
        assertThat(verdict(after(1, block(KEY, NONE), ALIKE))).isEqualTo(Verdict.BROKEN);
    }

    @Test
    @DisplayName("a node whose commit waits for the other contradicts nobody")
    void undecided() {
        var waiting = new AttackedBlock.Ended("undecided", "", "", 0);

        assertThat(block(KEY, waiting).endsAgree()).isTrue();
        assertThat(block(KEY, waiting).accepted()).isTrue();
        assertThat(wire(DEED, block(KEY, waiting))).isEqualTo(Verdict.SURVIVED);
    }

    @Test
    @DisplayName("one-time bits used twice, by any of the three witnesses, are broken")
    void usedTwice() {
        for (PoolEvidence bad :
                List.of(
                        new PoolEvidence(4096, 128, 0, 0, HEARD),
                        new PoolEvidence(4096, 0, 1, 0, HEARD),
                        new PoolEvidence(4096, 0, 0, 1, HEARD),
                        new PoolEvidence(4096, 0, 0, 0, new LinkEar.Heard(12, 1, 0, 9, 0, 0)),
                        new PoolEvidence(4096, 0, 0, 0, new LinkEar.Heard(12, 0, 1, 9, 0, 0)),
                        new PoolEvidence(4096, 0, 0, 0, new LinkEar.Heard(12, 0, 0, 9, 1, 0)))) {
            var after = new Aftermath(1, block(KEY, KEY), ALIKE, 1, bad);
            assertThat(verdict(after)).as("%s", bad).isEqualTo(Verdict.BROKEN);
        }
    }

    @Test
    @DisplayName("no key afterwards is stuck; a fault that nobody saw is no attack")
    void stuckOrNothing() {
        assertThat(verdict(after(1, block(NONE, NONE), ALIKE))).isEqualTo(Verdict.STUCK);
        assertThat(verdict(after(0, block(KEY, KEY), ALIKE))).isEqualTo(Verdict.DELIVERED);
        assertThat(wire(new WireAttack.Deed(0, 0, 0), block(KEY, KEY)))
                .isEqualTo(Verdict.DELIVERED);
    }

    @Test
    @DisplayName("a stranger who is answered, or who costs a one-time bit, has won")
    void strangers() {
        assertThat(wire(new WireAttack.Deed(400, 1, 0), block(KEY, KEY))).isEqualTo(Verdict.BROKEN);
        assertThat(wire(new WireAttack.Deed(400, 0, 256), block(KEY, KEY)))
                .isEqualTo(Verdict.BROKEN);
    }

    @Test
    @DisplayName("instruments that saw nothing give no verdict")
    void blindInstruments() {
        var nobodyHeldAKey = after(1, block(KEY, KEY), new Witness.Keys(0, 0, List.of()));
        var deaf =
                new Aftermath(
                        1,
                        block(KEY, KEY),
                        ALIKE,
                        1,
                        new PoolEvidence(4096, 0, 0, 0, new LinkEar.Heard(0, 0, 0, 0, 0, 0)));

        assertThatThrownBy(nobodyHeldAKey::requireInstruments)
                .hasMessageContaining("no application held a key");
        assertThatThrownBy(deaf::requireInstruments).hasMessageContaining("understood nothing");
        after(1, block(KEY, KEY), ALIKE).requireInstruments();
    }

    @Test
    @DisplayName(
            "failed writes are counted in what a daemon says; without any the disk was not full")
    void failedWrites() {
        FullDisk.Errors errors =
                FullDisk.Errors.in(
                        """
                        INFO link connected
                        ERROR node cause="java.io.IOException: No space left on device"
                        WARN [SQLITE_FULL] Insertion failed because database is full
                        """);

        assertThat(errors.count()).isEqualTo(2);
        assertThat(errors.first()).contains("No space left on device");
        assertThat(FullDisk.Errors.in("INFO link connected").count()).isZero();
        assertThat(verdict(after(0, block(KEY, KEY), ALIKE))).isEqualTo(Verdict.DELIVERED);
    }

    @Test
    @DisplayName("bits that show as gaps on the wire are broken; gaps that say nothing are not")
    void gaps() {
        List<Boolean> bits = List.of(true, false, true, true, false);
        var open = new TimingAttack.Observed(3, bits, List.of(390.0, 210.0, 410.0, 405.0, 190.0));
        var kept = new TimingAttack.Observed(3, bits, List.of(700.1, 700.4, 700.2, 699.9, 702.0));
        var honest = new TimingAttack.Observed(0, bits, open.gapMillis());
        var attack = new TimingAttack(true);

        assertThat(open.bitsReadRight()).isEqualTo(5);
        assertThat(attack.report(open, block(KEY, KEY)).verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(attack.report(kept, block(KEY, KEY)).verdict()).isEqualTo(Verdict.BOUNDED);
        assertThat(attack.report(kept, block(NONE, NONE)).verdict()).isEqualTo(Verdict.ABORTED);
        assertThat(attack.report(honest, block(KEY, KEY)).verdict()).isEqualTo(Verdict.DELIVERED);
    }
}
