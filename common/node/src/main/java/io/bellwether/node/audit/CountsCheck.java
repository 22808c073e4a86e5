package io.bellwether.node.audit;

import io.bellwether.node.audit.BlockCertificate.Cell;
import io.bellwether.node.audit.BlockCertificate.Counts;
import io.bellwether.node.audit.BlockCertificate.Terms;
import io.bellwether.protocol.GeneralisedProtocol;
import io.bellwether.protocol.Protocol;
import io.bellwether.protocol.SelfTestProtocol;
import io.bellwether.protocol.TwoBasesProtocol;
import io.bellwether.securityproof.SelfTestBlock;

import java.util.ArrayList;
import java.util.List;

/** The checks of the counts in a certificate: that they add up to its rounds. */
final class CountsCheck {
    private final BlockCertificate certificate;
    private final Counts counts;
    private final List<String> problems = new ArrayList<>();

    CountsCheck(BlockCertificate certificate, Counts counts) {
        this.certificate = certificate;
        this.counts = counts;
    }

    /** What does not hold, in words; empty if all does. */
    List<String> problems() {
        switch (certificate.parameters().protocol()) {
            case Protocol.Chsh chsh -> checkCells();
            case GeneralisedProtocol generalised -> checkCells();
            case TwoBasesProtocol twoBases -> checkCells();
            case Protocol.Chained chained -> checkSifted(1);
            case SelfTestProtocol selfTest -> checkSifted(SelfTestBlock.digits(selfTest.levels()));
        }
        require(
                counts.lostTestRounds() >= 0
                        && counts.lostTestRounds() <= counts.allTestRounds()
                        && counts.keyErrors() >= 0
                        && counts.keyErrors() <= counts.keyRounds(),
                "counts: %d of %d test rounds lost, %d of %d key rounds wrong",
                counts.lostTestRounds(),
                counts.allTestRounds(),
                counts.keyErrors(),
                counts.keyRounds());
        return problems;
    }

    private void checkSifted(int bitsPerRound) {
        long keyRounds = certificate.terms().map(Terms::rawKeyBits).orElse(0L) / bitsPerRound;
        long testRounds = certificate.terms().flatMap(Terms::estimationRounds).orElse(0L);
        require(
                counts.keyRounds() == keyRounds && counts.allTestRounds() == testRounds,
                "counts: %d test and %d key rounds; the terms have %d and %d",
                counts.allTestRounds(),
                counts.keyRounds(),
                testRounds,
                keyRounds);
    }

    private void checkCells() {
        long lost = 0;
        long testRounds = 0;
        for (Cell cell : counts.testRounds()) {
            testRounds += cell.equal() + cell.different();
            lost += cell.x() == 1 && cell.y() == 1 ? cell.equal() : cell.different();
            require(
                    cell.equal() >= 0 && cell.different() >= 0,
                    "counts: negative at x = %d, y = %d",
                    cell.x(),
                    cell.y());
        }
        require(
                lost == counts.lostTestRounds() && testRounds == counts.allTestRounds(),
                "lostTestRounds: %d of %d; the counts give %d of %d",
                counts.lostTestRounds(),
                counts.allTestRounds(),
                lost,
                testRounds);
        long rounds = testRounds + counts.keyRounds();
        require(
                rounds == certificate.parameters().blockRounds()
                        || rounds < certificate.parameters().blockRounds()
                                && certificate.parameters().protocol().independentChoice(),
                "counts: %d test and %d key rounds; limit %d together",
                testRounds,
                counts.keyRounds(),
                certificate.parameters().blockRounds());
    }

    private void require(boolean holds, String problem, Object... values) {
        if (!holds) {
            problems.add(problem.formatted(values));
        }
    }
}
