package io.bellwether.securityproof.planner;

import io.bellwether.bell.ChshGame;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * What a change of one circumstance does to the key, everything that may be chosen being chosen
 * anew.
 *
 * @param quantity what changed: chsh, qber, ecEfficiency, testProbability, rounds, or that of a
 *     {@link Change}
 * @param from its value in the plan
 * @param to its changed value
 * @param keyBitsChange estimated change of the key, in bits; a block without a key counts as 0
 */
public record Sensitivity(String quantity, double from, double to, double keyBitsChange) {
    private static final double CHSH_STEP = 0.01;
    private static final double QBER_STEP = 0.001;
    private static final double EFFICIENCY_STEP = 0.05;

    /**
     * Other hardware.
     *
     * @param quantity such as efficiency, fidelity or rate
     * @param from its value in the plan
     * @param to its changed value
     * @param device what is expected of it then
     * @param roundsFactor how many times as many rounds the time of a block holds then
     */
    public record Change(
            String quantity, double from, double to, HonestDevice device, double roundsFactor) {}

    /** What other hardware does to the key, in a block of the same time. */
    public static Supplier<Sensitivity> of(Plan plan, Change change) {
        Setup setup =
                plan.setup().withFlipProbability(plan.flipProbability()).withDevice(change.device);
        double rounds = Math.max(1, Math.floor(plan.block().rounds() * change.roundsFactor));
        return change(plan, change.quantity, change.from, change.to, setup, rounds);
    }

    /**
     * The usual changes. Preprocessing stays as planned; each answer takes some ten milliseconds
     * and may be asked from a thread of its own.
     */
    public static List<Supplier<Sensitivity>> of(Plan plan) {
        Setup setup = plan.setup().withFlipProbability(plan.flipProbability());
        HonestDevice device = setup.device();
        double rounds = plan.block().rounds();
        double gamma = plan.block().testProbability();
        double f = setup.ecEfficiency();
        List<Supplier<Sensitivity>> result = new ArrayList<>();
        for (double to : new double[] {device.chsh() - CHSH_STEP, device.chsh() + CHSH_STEP}) {
            double chsh = Math.min(ChshGame.QUANTUM_BOUND, to);
            Setup changed = setup.withDevice(statistics(chsh, device.qber()));
            result.add(change(plan, "chsh", device.chsh(), chsh, changed, rounds));
        }
        for (double to : new double[] {device.qber() - QBER_STEP, device.qber() + QBER_STEP}) {
            double qber = Math.min(1, Math.max(0, to));
            Setup changed = setup.withDevice(statistics(device.chsh(), qber));
            result.add(change(plan, "qber", device.qber(), qber, changed, rounds));
        }
        for (double to : new double[] {Math.max(1, f - EFFICIENCY_STEP), f + EFFICIENCY_STEP}) {
            result.add(change(plan, "ecEfficiency", f, to, setup.withEcEfficiency(to), rounds));
        }
        for (double to : new double[] {gamma / 2, Math.min(0.9, gamma * 2)}) {
            Setup changed = setup.withTestProbability(to);
            result.add(change(plan, "testProbability", gamma, to, changed, rounds));
        }
        for (double to : new double[] {Math.max(1, Math.floor(rounds / 2)), rounds * 2}) {
            result.add(change(plan, "rounds", rounds, to, setup, to));
        }
        return result;
    }

    private static Supplier<Sensitivity> change(
            Plan plan, String quantity, double from, double to, Setup changed, double rounds) {
        return () ->
                new Sensitivity(
                        quantity, from, to, bits(plan.theorem(), changed, rounds) - plan.keyBits());
    }

    private static double bits(PlanTheorem theorem, Setup setup, double rounds) {
        return Math.max(0, rounds * Planner.ratePerRound(theorem, setup, rounds));
    }

    private static HonestDevice statistics(double chsh, double qber) {
        return new HonestDevice("changed", chsh, qber, OptionalDouble.empty());
    }
}
