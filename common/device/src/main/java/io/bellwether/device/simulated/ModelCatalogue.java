package io.bellwether.device.simulated;

import static io.bellwether.device.simulated.ModelParameter.fraction;
import static io.bellwether.device.simulated.ModelParameter.number;
import static io.bellwether.device.simulated.ModelParameter.whole;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Every simulated model, in the order in which it is listed. */
public final class ModelCatalogue {
    /**
     * A model.
     *
     * @param name as it stands in configurations
     * @param help a line or two for the user, with the known answer
     * @param parameters in the order in which they are listed
     * @param physics what it plays with these values
     */
    public record Entry(
            String name,
            String help,
            List<ModelParameter> parameters,
            Function<ParameterValues, Physics> physics) {
        /** Name, parameters with their initial values, and the line of help. */
        public String describe() {
            StringBuilder text = new StringBuilder("  ").append(name);
            for (ModelParameter parameter : parameters) {
                text.append(' ')
                        .append(parameter.name())
                        .append('=')
                        .append(parameter.show(parameter.initial()));
            }
            return text.append(System.lineSeparator()).append("      ").append(help).toString();
        }
    }

    private static final ModelParameter EFFICIENCY =
            fraction("efficiency", 1, "probability that a photon that arrives is detected");
    private static final ModelParameter LENGTH =
            number("length-km", 1, 0, 10_000, "fibre between the two sides, source in the middle");

    /** All of them. */
    public static final List<Entry> ALL =
            Stream.of(
                            qubits(),
                            furtherQubits(),
                            heralded(),
                            heraldedPhotons(),
                            photons(),
                            changing(),
                            larger())
                    .flatMap(List::stream)
                    .toList();

    private ModelCatalogue() {}

    /** The model of that name, if there is one. */
    public static Optional<Entry> find(String name) {
        return ALL.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }

    private static List<Entry> qubits() {
        return List.of(
                new Entry(
                        "oxford2022",
                        "measured behaviour of Nadlinger et al., Nature 607, 682 (2022):"
                                + " S = 2.677, Q = 1.44 %",
                        List.of(),
                        values -> QubitModels.oxford2022()),
                new Entry(
                        "depolarised",
                        "Werner state: S = 2 sqrt2 v, Q = (1 - v)/2",
                        List.of(fraction("visibility", 0.97, "weight of Phi+")),
                        QubitModels::depolarised),
                new Entry(
                        "two-bases",
                        "Werner state, Bob's settings 2 and 3 are Alice's 0 and 1: S = 2 sqrt2 v, Q"
                                + " = (1 - v)/2 in both key bases. For protocol.name: two-bases",
                        List.of(fraction("visibility", 0.97, "weight of Phi+")),
                        QubitModels::twoBases),
                new Entry(
                        "limited-efficiency",
                        "lost photons are outcomes: S = 2 sqrt2 eta^2 + 2 (1 - eta)^2,"
                                + " Q = eta (1 - eta)",
                        List.of(fraction("efficiency", 0.96, "per photon, detector included")),
                        QubitModels::limitedEfficiency),
                new Entry(
                        "fibre",
                        "source in the middle, eta = efficiency 10^(-attenuation length/20):"
                                + " no key from 3.5 km on",
                        List.of(
                                LENGTH,
                                number("attenuation-db-per-km", 0.2, 0, 100, "of the fibre"),
                                EFFICIENCY,
                                fraction("visibility", 1, "weight of Phi+")),
                        QubitModels::fibre));
    }

    private static List<Entry> furtherQubits() {
        return List.of(
                new Entry(
                        "partially-entangled",
                        "cos t |00> + sin t |11>: S = 2 sqrt(1 + sin^2 2t), Q = 0 without losses",
                        List.of(
                                number(
                                        "entanglement-angle",
                                        0.6,
                                        0,
                                        Math.PI / 4,
                                        "t in radians; pi/4 is Phi+"),
                                EFFICIENCY),
                        QubitModels::partiallyEntangled),
                new Entry(
                        "local",
                        "an attack: a deterministic local strategy, S = 2, no key may come of it",
                        List.of(),
                        values -> QubitModels.local()));
    }

    private static List<Entry> heralded() {
        return List.of(
                new Entry(
                        "heralded-memories",
                        "herald before the settings: v = (4F - 1)/3, S = 2 sqrt2 v, Q = (1 - v)/2",
                        HeraldedModels.memories(0.96, 1e6, 1e-4, 0.01, 1550),
                        HeraldedModels::memories),
                // S and Q as published; the flips follow from them: p_x = Q, p_x + p_z = 1 -
                // S/(2 sqrt2). The noise is not white: with F alone, Q or S would be wrong.
                new Entry(
                        "heralded-oxford",
                        "trapped ions, 100 pairs/s: S = 2 sqrt2 (1 - p_x - p_z) = 2.677, Q = p_x ="
                                + " 1.44 % (Nadlinger et al. 2022 measured 2.677(6), 1.44(2) %)",
                        HeraldedModels.flipping(0.0144, 0.03914, 1e6, 1.03e-4, 0.0035, 422),
                        HeraldedModels::flipping),
                new Entry(
                        "heralded-munich",
                        "trapped atoms, a pair per 82 s: S = 2 sqrt2 (1 - p_x - p_z) = 2.578, Q ="
                                + " p_x = 7.8 % (Zhang et al., Nature 607, 687 (2022) measured"
                                + " 2.578(75), 7.8(9) %)",
                        HeraldedModels.flipping(0.078, 0.01054, 24_900, 8.8e-7, 0.7, 780),
                        HeraldedModels::flipping));
    }

    private static List<Entry> heraldedPhotons() {
        return List.of(
                new Entry(
                        "qubit-amplifier",
                        "a photon that survived the line is heralded: eta' = t T/(t T + (1 - t)"
                                + " (1 - T)) instead of T (Gisin, Pironio, Sangouard 2010)",
                        List.of(
                                fraction("transmission", 0.1, "T of the line to Bob"),
                                fraction("amplifier-transmissivity", 0.99, "t of its splitters"),
                                EFFICIENCY,
                                number("attempts-per-second", 1e6, 1e-6, 1e12, "of the source")),
                        HeraldedModels::amplifier),
                new Entry(
                        "entanglement-swapping",
                        "two sources and a linear-optics Bell measurement in the middle: v = v_A"
                                + " v_B v_M, losses on the way cost rate only",
                        List.of(
                                fraction("visibility-alice", 0.99, "of the pair at Alice's side"),
                                fraction("visibility-bob", 0.99, "of the pair at Bob's side"),
                                fraction("visibility-middle", 0.99, "of the Bell measurement"),
                                LENGTH,
                                number("attenuation-db-per-km", 0.2, 0, 100, "of the fibre"),
                                EFFICIENCY,
                                number("attempts-per-second", 1e6, 1e-6, 1e12, "of both sources")),
                        HeraldedModels::swapping));
    }

    private static List<Entry> photons() {
        return List.of(
                new Entry(
                        "photonic-pair-source",
                        "down-conversion without heralding, any number of pairs, threshold"
                                + " detectors: S = 2.351 at best",
                        List.of(
                                number("squeezing-h", 0.0813972, -5, 5, "g of one polarisation"),
                                number("squeezing-v", -0.0751967, -5, 5, "g of the other"),
                                whole("modes", 100, 1, 100_000, "pairs of modes per round"),
                                fraction("efficiency-alice", 1, "source to detection"),
                                fraction("efficiency-bob", 1, "source to detection"),
                                fraction("dark-counts", 0, "per detector and round"),
                                number("angle-0", 0.16314185, -7, 7, "setting 0, both sides"),
                                number("angle-1", -0.49234995, -7, 7, "setting 1, both sides")),
                        PhotonicModel::pairSource));
    }

    private static List<Entry> changing() {
        return List.of(
                new Entry(
                        "drift",
                        "visibility falls in a straight line: S = 2 sqrt2 times its mean",
                        List.of(
                                fraction("visibility-start", 1, "in the first round"),
                                fraction("visibility-end", 0.8, "after the drift"),
                                whole(
                                        "drift-rounds",
                                        1_000_000,
                                        ChangingModels.DRIFT_STEPS,
                                        1_000_000_000_000L,
                                        "until visibility-end")),
                        ChangingModels::drift),
                new Entry(
                        "bursts",
                        "noise comes in bursts: v = mean over the period, S = 2 sqrt2 v",
                        List.of(
                                fraction("visibility", 0.99, "between bursts"),
                                fraction("burst-visibility", 0, "in a burst"),
                                whole("period-rounds", 10_000, 2, 1_000_000_000_000L, "of bursts"),
                                whole("burst-rounds", 200, 1, 1_000_000_000_000L, "of each")),
                        ChangingModels::bursts),
                new Entry(
                        "afterpulsing",
                        "each side repeats its last outcome with probability p: E(x, y) = (1 - p)^2"
                                + " (E0(x, y) + p^2 mean E0/(1 - p^2))",
                        List.of(
                                fraction("visibility", 0.97, "weight of Phi+"),
                                fraction("afterpulse-probability", 0.01, "per side and round")),
                        ChangingModels::afterpulsing));
    }

    private static List<Entry> larger() {
        return List.of(
                new Entry(
                        "chained",
                        "M settings a side and a key setting of Bob: lost rounds W = (1 - xi)"
                                + " sin^2(pi/4M) + xi/2, Q = xi/2. For protocol.name: chained",
                        List.of(
                                whole("settings", 4, 2, 64, "M"),
                                fraction("noise", 0.01, "xi = 1 - visibility")),
                        LargerModels::chained),
                new Entry(
                        "d-outcome",
                        "bases of d levels apart by U = X^epsilon: B_d = (d - 1)(2v - 1), key"
                                + " uniform on d values. For protocol.name: d-outcome",
                        List.of(
                                whole("levels", 3, 2, 64, "d"),
                                number("epsilon", 0.5, 0.01, 0.99, "power of the shift X"),
                                fraction("visibility", 1, "weight of the entangled state")),
                        LargerModels::levels));
    }
}
