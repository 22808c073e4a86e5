package io.bellwether.securityproof.planner;

import io.bellwether.bell.ChshGame;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a change of one circumstance does to the key, everything that may be chosen being chosen
 * anew.
 *
 * @param quantity what changed: chsh, qber, ecEfficiency, testProbability or rounds
 * @param from its value in the plan
 * @param to its changed value
 * @param keyBitsChange estimated change of the key, in bits; a block without a key counts as 0
 */
public record Sensitivity(String quantity, double from, double to, double keyBitsChange) {
    private static final double CHSH_STEP = 0.01;
    private static final double QBER_STEP = 0.001;
    private static final double EFFICIENCY_STEP = 0.05;

    /** The usual changes, one after the other. */
    public static List<Sensitivity> of(Plan plan) {
        Setup setup = plan.setup();
        HonestDevice device = setup.device();
        PlanTheorem theorem = plan.theorem();
        long rounds = plan.block().rounds();
        double base = bits(theorem, setup, rounds);
        List<Sensitivity> result = new ArrayList<>();
        for (double step : new double[] {-CHSH_STEP, CHSH_STEP}) {
            double to = Math.min(ChshGame.QUANTUM_BOUND, device.chsh() + step);
            Setup changed = setup.withDevice(statistics(to, device.qber()));
            result.add(
                    new Sensitivity(
                            "chsh", device.chsh(), to, bits(theorem, changed, rounds) - base));
        }
        for (double step : new double[] {-QBER_STEP, QBER_STEP}) {
            double to = Math.min(1, Math.max(0, device.qber() + step));
            Setup changed = setup.withDevice(statistics(device.chsh(), to));
            result.add(
                    new Sensitivity(
                            "qber", device.qber(), to, bits(theorem, changed, rounds) - base));
        }
        double f = setup.ecEfficiency();
        for (double to : new double[] {Math.max(1, f - EFFICIENCY_STEP), f + EFFICIENCY_STEP}) {
            double changed = bits(theorem, setup.withEcEfficiency(to), rounds);
            result.add(new Sensitivity("ecEfficiency", f, to, changed - base));
        }
        double gamma = plan.block().testProbability();
        for (double to : new double[] {gamma / 2, Math.min(0.9, gamma * 2)}) {
            double changed = bits(theorem, setup.withTestProbability(to), rounds);
            result.add(new Sensitivity("testProbability", gamma, to, changed - base));
        }
        for (long to : new long[] {Math.max(1, rounds / 2), rounds * 2}) {
            result.add(new Sensitivity("rounds", rounds, to, bits(theorem, setup, to) - base));
        }
        return result;
    }

    private static double bits(PlanTheorem theorem, Setup setup, double rounds) {
        return Math.max(0, rounds * Planner.ratePerRound(theorem, setup, rounds));
    }

    private static HonestDevice statistics(double chsh, double qber) {
        return new HonestDevice("changed", chsh, qber, OptionalDouble.empty());
    }
}
