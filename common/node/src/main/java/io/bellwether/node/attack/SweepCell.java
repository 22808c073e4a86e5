package io.bellwether.node.attack;

import io.bellwether.device.adversary.Adversary;
import io.bellwether.protocol.BlockPlan;
import io.bellwether.protocol.GeneralisedProtocol;
import io.bellwether.protocol.Protocol;
import io.bellwether.protocol.SelfTestProtocol;
import io.bellwether.protocol.TwoBasesProtocol;

import java.util.OptionalDouble;
import java.util.function.LongFunction;

/**
 * One protocol with one box, honest or not, and what is to be expected of it.
 *
 * @param box its name
 * @param lossRatio how often it loses a test round
 * @param boxes the box for a seed
 * @param ending what has to happen
 * @param sigmasToThreshold where the score decides and not the lost rounds: standard deviations by
 *     which this box's mean score is better than the least one
 */
record SweepCell(
        String protocol,
        String box,
        BlockPlan plan,
        double lossRatio,
        LongFunction<Adversary> boxes,
        Ending ending,
        OptionalDouble sigmasToThreshold) {
    /** Of a protocol that counts lost rounds. */
    SweepCell(
            String protocol,
            String box,
            BlockPlan plan,
            double lossRatio,
            LongFunction<Adversary> boxes,
            Ending ending) {
        this(protocol, box, plan, lossRatio, boxes, ending, OptionalDouble.empty());
    }

    /** How blocks end. */
    enum Ending {
        /** With a key, unless chance makes the block lose more test rounds than the threshold. */
        BY_THRESHOLD,
        /** Without a key, always, because an assumption is seen to be false. */
        ALARM
    }

    /** Test rounds of an average block; with redundant boxes, of one pair. */
    private double testRounds() {
        double n = plan.parameters().pairRounds();
        double gamma = plan.parameters().testProbability();
        return switch (plan.parameters().protocol()) {
            case Protocol.Chsh chsh -> n * plan.parameters().testShare();
            case GeneralisedProtocol generalised -> n * gamma;
            case TwoBasesProtocol twoBases -> n * gamma;
            case SelfTestProtocol selfTest -> n * gamma;
            case Protocol.Chained chained -> n * 2 * gamma * gamma / chained.settings();
        };
    }

    /** Lost test rounds of an average block of this box. */
    double meanLost() {
        return testRounds() * lossRatio;
    }

    /** Their standard deviation: independent rounds, each lost with a small probability. */
    double deviationOfLost() {
        double perRound = meanLost() / plan.parameters().pairRounds();
        return Math.sqrt(meanLost() * (1 - perRound));
    }

    /** The probability that a block is aborted, in the normal approximation. */
    double abortProbability() {
        if (ending == Ending.ALARM) {
            return 1;
        }
        if (sigmasToThreshold.isPresent()) {
            return upperTail(sigmasToThreshold.getAsDouble());
        }
        double deviation = Math.max(deviationOfLost(), 1e-9);
        double each = upperTail((plan.maxLostTestRounds() + 0.5 - meanLost()) / deviation);
        return 1 - Math.pow(1 - each, plan.parameters().protocol().boxPairs());
    }

    /** Of the standard normal distribution (Abramowitz and Stegun 26.2.17, error below 7.5e-8). */
    static double upperTail(double z) {
        if (z < 0) {
            return 1 - upperTail(-z);
        }
        double t = 1 / (1 + 0.2316419 * z);
        double polynomial =
                t
                        * (0.319381530
                                + t
                                        * (-0.356563782
                                                + t
                                                        * (1.781477937
                                                                + t
                                                                        * (-1.821255978
                                                                                + t
                                                                                        * 1.330274429))));
        return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * polynomial;
    }
}
