package io.bellwether.device.simulated;

import io.bellwether.bell.Behaviour;
import io.bellwether.bell.ChshBehaviours;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a simulated source does, by name and parameters: the behaviour of the pairs whose photons
 * both arrive, and the probability that a photon arrives at all.
 */
public sealed interface BoxModel {
    /** The model that is used when none is named. */
    String DEFAULT_NAME = "oxford2022";

    /** The names that {@link #parse} knows. */
    List<String> NAMES = List.of("oxford2022", "depolarised", "limited-efficiency", "local");

    /** As it stands in configurations and on the command line. */
    String name();

    /** The parameters as they would be parsed again; empty for a model without any. */
    Map<String, String> parameters();

    /** One sentence about the physics. */
    String summary();

    /** p(ab|xy) of the rounds in which both detectors fire. */
    Behaviour behaviourOfClicks();

    /** The probability that a side's detector fires, independent on the two sides. */
    default double efficiency() {
        return 1;
    }

    /** The measured behaviour of the Oxford ion-trap experiment, S = 2.677, QBER = 1.44 %. */
    record Oxford2022() implements BoxModel {
        @Override
        public String name() {
            return "oxford2022";
        }

        @Override
        public Map<String, String> parameters() {
            return Map.of();
        }

        @Override
        public String summary() {
            return "the measured behaviour of Nadlinger et al., Nature 607, 682 (2022)";
        }

        @Override
        public Behaviour behaviourOfClicks() {
            return ChshBehaviours.oxford2022();
        }
    }

    /**
     * A Werner pair, S = 2 sqrt2 v, QBER = (1 - v)/2.
     *
     * @param visibility v, from 0 to 1
     */
    record Depolarised(double visibility) implements BoxModel {
        public Depolarised {
            requireFraction("depolarised", "visibility", visibility);
        }

        @Override
        public String name() {
            return "depolarised";
        }

        @Override
        public Map<String, String> parameters() {
            return Map.of("visibility", Double.toString(visibility));
        }

        @Override
        public String summary() {
            return "a maximally entangled pair with white noise, visibility " + visibility;
        }

        @Override
        public Behaviour behaviourOfClicks() {
            return ChshBehaviours.depolarised(visibility);
        }
    }

    /**
     * Perfect pairs, each photon of which is lost with probability 1 - eta and then reported as "no
     * click"; with losses mapped to 0, S = 2 sqrt2 eta^2 + 2 (1 - eta)^2, QBER = eta (1 - eta).
     *
     * @param efficiency eta, from 0 to 1
     */
    record LimitedEfficiency(double efficiency) implements BoxModel {
        public LimitedEfficiency {
            requireFraction("limited-efficiency", "efficiency", efficiency);
        }

        @Override
        public String name() {
            return "limited-efficiency";
        }

        @Override
        public Map<String, String> parameters() {
            return Map.of("efficiency", Double.toString(efficiency));
        }

        @Override
        public String summary() {
            return "perfect pairs with lossy detectors, efficiency " + efficiency;
        }

        @Override
        public Behaviour behaviourOfClicks() {
            return ChshBehaviours.depolarised(1);
        }
    }

    /** No entanglement at all: answers fixed in advance, S = 2, QBER = 0. Never yields a key. */
    record Local() implements BoxModel {
        @Override
        public String name() {
            return "local";
        }

        @Override
        public Map<String, String> parameters() {
            return Map.of();
        }

        @Override
        public String summary() {
            return "a local box whose answers are fixed in advance (an attack)";
        }

        @Override
        public Behaviour behaviourOfClicks() {
            return ChshBehaviours.localDeterministic();
        }
    }

    /**
     * The model of that name.
     *
     * @param parameters {@code visibility} of {@code depolarised} (default 0.97) and {@code
     *     efficiency} of {@code limited-efficiency} (default 0.96); the others have none
     * @throws IllegalArgumentException naming field, value and limit
     */
    static BoxModel parse(String name, Map<String, String> parameters) {
        Map<String, String> open = new LinkedHashMap<>(parameters);
        BoxModel model =
                switch (name) {
                    case "oxford2022" -> new Oxford2022();
                    case "depolarised" -> new Depolarised(number(name, "visibility", open, "0.97"));
                    case "limited-efficiency" ->
                            new LimitedEfficiency(number(name, "efficiency", open, "0.96"));
                    case "local" -> new Local();
                    default ->
                            throw new IllegalArgumentException(
                                    "box model: %s; one of %s".formatted(name, joined(NAMES)));
                };
        if (!open.isEmpty()) {
            Collection<String> known = model.parameters().keySet();
            throw new IllegalArgumentException(
                    "box model %s: unknown parameter %s; it has %s"
                            .formatted(
                                    name,
                                    joined(open.keySet()),
                                    known.isEmpty() ? "none" : joined(known)));
        }
        return model;
    }

    private static double number(
            String model, String field, Map<String, String> open, String defaultValue) {
        String text = open.containsKey(field) ? open.remove(field) : defaultValue;
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(
                    "box model %s: %s: %s; a number from 0 to 1".formatted(model, field, text),
                    notANumber);
        }
    }

    private static void requireFraction(String model, String field, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(
                    "box model %s: %s: %s; from 0 to 1".formatted(model, field, value));
        }
    }

    private static String joined(Collection<String> names) {
        return String.join(", ", names);
    }
}
