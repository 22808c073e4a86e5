package io.bellwether.node.cli;

import io.bellwether.securityproof.AsymptoticRates;
import io.bellwether.securityproof.GuessingProbability;
import io.bellwether.securityproof.MomentLevel;
import io.bellwether.securityproof.ShannonEntropy;
import io.bellwether.securityproof.TrustGap;
import io.bellwether.securityproof.UpperBounds;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/** {@code bellwether bounds}: how much key there is at least and at most, by any protocol. */
@Command(
        name = "bounds",
        description = {
            "Shows lower and upper bounds on the key rate, by name, in bits per key round.",
            "All are asymptotic: they say how far a protocol could be improved."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  bellwether bounds --chsh 2.677 --qber 0.0144",
            "  bellwether bounds --behaviour oxford",
            "  bellwether bounds --behaviour depolarised:0.97 --json",
            "  bellwether bounds --private-state 24"
        })
public final class BoundsCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = "--private-state",
            description =
                    "shield dimension d of the private state of Christandl et al., at least 2")
    private Long privateState;

    @Option(names = "--chsh", description = "CHSH value S, at most 2 sqrt 2")
    private Double chsh;

    @Option(names = "--qber", description = "error rate of the key rounds, in [0, 1]")
    private Double qber;

    @Option(
            names = "--behaviour",
            description =
                    "full statistics: oxford, depolarised:VISIBILITY, efficiency:ETA, or 16 or 24"
                        + " probabilities p(ab|xy) in the order x, y, a, b, separated by commas")
    private String behaviour;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public Integer call() {
        try {
            answer().print(spec.commandLine().getOut(), json);
            return CommandLine.ExitCode.OK;
        } catch (IllegalArgumentException | IllegalStateException | ArithmeticException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private Answer answer() {
        if (privateState != null) {
            UpperBounds.PrivateStateBounds bounds = UpperBounds.privateState(privateState);
            return new Answer()
                    .put("claim", UpperBounds.PRIVATE_STATE_CLAIM_ID)
                    .put("shieldDimension", privateState)
                    .put("lowerBits", bounds.lowerBits())
                    .put("upperBits", bounds.upperBits());
        }
        if (behaviour != null) {
            return BehaviourBounds.of(behaviour).answer();
        }
        if (chsh == null || qber == null) {
            throw new IllegalArgumentException(
                    "either --private-state, --behaviour, or --chsh and --qber are needed");
        }
        return new Answer()
                .put("chsh", chsh)
                .put("qber", qber)
                .put("lower", lower())
                .put("upper", upper())
                .put("trustGap", TrustGap.ofPair(chsh, qber, qber).gapBits());
    }

    private Answer lower() {
        return new Answer()
                .put(
                        AsymptoticRates.CHSH_CLAIM_ID,
                        Math.max(0, AsymptoticRates.chsh(chsh, qber, 0).bitsPerRound()))
                .put(
                        AsymptoticRates.TWO_BASES_CLAIM_ID,
                        Math.max(0, AsymptoticRates.twoBases(chsh, qber, 0).bitsPerRound()))
                .put(GuessingProbability.CLAIM_ID, momentRate());
    }

    /** From S alone; the full statistics of --behaviour give more. */
    private double momentRate() {
        double entropy = GuessingProbability.ofChsh(chsh, MomentLevel.ONE_PLUS_AB).minEntropyBits();
        return Math.max(0, entropy - ShannonEntropy.binary(qber));
    }

    private Answer upper() {
        return new Answer()
                .put(UpperBounds.RELATIVE_ENTROPY_CLAIM_ID, UpperBounds.relativeEntropyOfChsh(chsh))
                .put(UpperBounds.CONVEX_COMBINATION_CLAIM_ID, UpperBounds.convexCombination(chsh))
                .put(
                        UpperBounds.CONVEX_COMBINATION_CLAIM_ID + "-ONE-WAY",
                        UpperBounds.convexCombinationOneWay(chsh, qber));
    }
}
