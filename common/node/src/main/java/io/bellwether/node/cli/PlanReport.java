package io.bellwether.node.cli;

import io.bellwether.securityproof.AsymptoticRates;
import io.bellwether.securityproof.KeyLength;
import io.bellwether.securityproof.KeylenNoSignal;
import io.bellwether.securityproof.UpperBounds;
import io.bellwether.securityproof.planner.AsymptoticPlan;
import io.bellwether.securityproof.planner.ChainedPlan;
import io.bellwether.securityproof.planner.HonestDevice;
import io.bellwether.securityproof.planner.NoKeyReason;
import io.bellwether.securityproof.planner.Plan;
import io.bellwether.securityproof.planner.PlanTheorem;
import io.bellwether.securityproof.planner.Planner;
import io.bellwether.securityproof.planner.Sensitivity;
import io.bellwether.securityproof.planner.Setup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Everything that {@code bellwether plan} says about a device.
 *
 * @param roundsPerSecond where it is known
 * @param target key bits asked for
 * @param theorems one per finite-size theorem, in their order
 * @param sensitivities of the best plan; empty when there is no key
 * @param chained the no-signalling protocol; empty when the visibility is not known
 */
record PlanReport(
        Setup setup,
        OptionalDouble roundsPerSecond,
        long rounds,
        long target,
        List<ForTheorem> theorems,
        List<Sensitivity> sensitivities,
        List<ChainedPlan> chained) {

    /**
     * @param first rounds to the first key
     * @param target rounds to the target
     */
    record ForTheorem(Plan plan, OptionalLong first, OptionalLong target) {}

    /**
     * Computes on all cores.
     *
     * @param hardware what a better or worse device would be
     */
    static PlanReport compute(
            Setup setup,
            OptionalDouble roundsPerSecond,
            long rounds,
            long target,
            List<Sensitivity.Change> hardware) {
        List<ForTheorem> theorems =
                Arrays.stream(PlanTheorem.values())
                        .parallel()
                        .map(theorem -> forTheorem(theorem, setup, rounds, target))
                        .toList();
        Plan best = best(theorems).plan();
        List<Sensitivity> sensitivities =
                best.keyBits() == 0
                        ? List.of()
                        : Stream.concat(
                                        hardware.stream().map(one -> Sensitivity.of(best, one)),
                                        Sensitivity.of(best).stream())
                                .parallel()
                                .map(Supplier::get)
                                .toList();
        OptionalDouble visibility = setup.device().visibility();
        List<ChainedPlan> chained =
                visibility.isPresent()
                        ? List.of(ChainedPlan.best(1 - visibility.getAsDouble()))
                        : List.of();
        return new PlanReport(
                setup, roundsPerSecond, rounds, target, theorems, sensitivities, chained);
    }

    private static ForTheorem forTheorem(
            PlanTheorem theorem, Setup setup, long rounds, long target) {
        return new ForTheorem(
                Planner.plan(theorem, setup, rounds),
                Planner.roundsFor(theorem, setup, 1),
                Planner.roundsFor(theorem, setup, target));
    }

    /** The longest key; without one, the earliest first key. */
    ForTheorem best() {
        return best(theorems);
    }

    private static ForTheorem best(List<ForTheorem> theorems) {
        return theorems.stream()
                .max(
                        Comparator.comparingLong((ForTheorem one) -> one.plan().keyBits())
                                .thenComparing(one -> -one.first().orElse(Long.MAX_VALUE)))
                .orElseThrow();
    }

    /** The longest key among the theorems that were published in this form. */
    ForTheorem bestPublished() {
        return best(theorems.stream().filter(one -> one.plan().theorem().peerReviewed()).toList());
    }

    /** Empty when there is a key. */
    String reason() {
        return best().plan().keyBits() > 0 ? "" : NoKeyReason.of(setup, rounds, best().first());
    }

    OptionalDouble seconds(OptionalLong atRounds) {
        return atRounds.isPresent() && roundsPerSecond.isPresent()
                ? OptionalDouble.of(atRounds.getAsLong() / roundsPerSecond.getAsDouble())
                : OptionalDouble.empty();
    }

    /** The JSON object. */
    Answer answer() {
        ForTheorem best = best();
        Plan plan = best.plan();
        Answer answer =
                new Answer()
                        .put("keyBits", plan.keyBits())
                        .put("ratePerRound", plan.ratePerRound())
                        .put("theorem", plan.theorem().claimId())
                        .put("peerReviewed", plan.theorem().peerReviewed())
                        .put("protocol", "chsh");
        if (plan.keyBits() == 0) {
            answer.put("reason", reason());
        }
        putTime(answer, "", OptionalLong.of(rounds));
        answer.put("bestPublishedTheorem", bestPublished().plan().theorem().claimId())
                .put("testProbability", plan.block().testProbability())
                .put("flipProbability", plan.flipProbability())
                .put("ecEfficiency", setup.ecEfficiency())
                .put("epsilon", setup.epsilon().soundness())
                .put("device", device());
        putTime(answer, "firstKey", best.first());
        answer.put("targetBits", target);
        putTime(answer, "target", best.target());
        List<Answer> table = new ArrayList<>();
        theorems.forEach(one -> table.add(row(one)));
        List<Answer> changes = new ArrayList<>();
        sensitivities.forEach(one -> changes.add(row(one)));
        Answer limits = new Answer();
        asymptotic().forEach((name, rate) -> limits.put(name, Math.max(0, rate)));
        return answer.put("freeParameters", numbers(plan.freeParameters()))
                .put("theorems", table)
                .put("sensitivity", changes)
                .put("asymptotic", limits)
                .put("upperBounds", numbers(upperBounds()))
                .put("noSignalling", noSignalling())
                .put("assumptions", plan.theorem().assumptions());
    }

    private void putTime(Answer answer, String name, OptionalLong atRounds) {
        String prefix = name.isEmpty() ? "r" : name + "R";
        atRounds.ifPresent(value -> answer.put(prefix + "ounds", value));
        seconds(atRounds)
                .ifPresent(
                        value -> answer.put(name.isEmpty() ? "seconds" : name + "Seconds", value));
    }

    private Answer device() {
        HonestDevice device = setup.device();
        Answer answer =
                new Answer()
                        .put("model", device.model())
                        .put("chsh", device.chsh())
                        .put("qber", device.qber());
        roundsPerSecond.ifPresent(rate -> answer.put("roundsPerSecond", rate));
        return answer;
    }

    private Answer row(ForTheorem one) {
        Plan plan = one.plan();
        Answer row =
                new Answer()
                        .put("theorem", plan.theorem().claimId())
                        .put("peerReviewed", plan.theorem().peerReviewed())
                        .put("keyBits", plan.keyBits())
                        .put("ratePerRound", plan.ratePerRound())
                        .put("testProbability", plan.block().testProbability())
                        .put("flipProbability", plan.flipProbability())
                        .put("winThreshold", plan.block().winThreshold())
                        .put("leakedBits", plan.block().leakedBits());
        if (plan.length() instanceof KeyLength.None none) {
            row.put("reason", none.reason());
        }
        putTime(row, "firstKey", one.first());
        putTime(row, "target", one.target());
        return row;
    }

    private static Answer row(Sensitivity one) {
        return new Answer()
                .put("quantity", one.quantity())
                .put("from", one.from())
                .put("to", one.to())
                .put("keyBitsChange", Math.rint(one.keyBitsChange()));
    }

    private static Answer numbers(Map<String, Double> values) {
        Answer answer = new Answer();
        values.forEach(answer::put);
        return answer;
    }

    /** Rates that infinitely many rounds would give, in bits per key round, by formula. */
    Map<String, Double> asymptotic() {
        double s = setup.device().chsh();
        double q = setup.device().qber();
        double f = setup.ecEfficiency();
        Map<String, Double> rates = new LinkedHashMap<>();
        rates.put(AsymptoticRates.CHSH_CLAIM_ID, AsymptoticPlan.chsh(s, q, f, false));
        rates.put(
                AsymptoticRates.CHSH_CLAIM_ID + ", preprocessed",
                AsymptoticPlan.chsh(s, q, f, true));
        setup.device()
                .visibility()
                .ifPresent(v ->
                        rates.put(
                                AsymptoticRates.ASYMMETRIC_CLAIM_ID + ", preprocessed",
                                AsymptoticPlan.asymmetric(v, f, true)));
        rates.put(
                AsymptoticRates.TWO_BASES_CLAIM_ID + ", preprocessed",
                AsymptoticPlan.twoBases(s, q, f, true));
        return rates;
    }

    /** What no protocol with this score exceeds, in bits per key round, by formula. */
    Map<String, Double> upperBounds() {
        double s = setup.device().chsh();
        Map<String, Double> bounds = new LinkedHashMap<>();
        bounds.put(UpperBounds.RELATIVE_ENTROPY_CLAIM_ID, UpperBounds.relativeEntropyOfChsh(s));
        bounds.put(UpperBounds.CONVEX_COMBINATION_CLAIM_ID, UpperBounds.convexCombination(s));
        return bounds;
    }

    /** The chained protocol, whose adversary need not obey quantum theory. */
    Answer noSignalling() {
        if (chained.isEmpty()) {
            return new Answer()
                    .put("reason", "not planned: it needs a device model with a visibility");
        }
        ChainedPlan plan = chained.getFirst();
        double epsilon = setup.epsilon().soundness();
        KeylenNoSignal.SecretBits bits = plan.secretBits(rounds, setup.ecEfficiency(), epsilon);
        Answer answer =
                new Answer()
                        .put("theorem", KeylenNoSignal.CLAIM_ID)
                        .put("settings", plan.settings())
                        .put("testProbability", plan.testProbability())
                        .put("keyBits", bits.keyBits())
                        .put("asymptoticRatePerPair", plan.ratePerPair());
        return bits.reason().isEmpty() ? answer : answer.put("reason", bits.reason());
    }
}
