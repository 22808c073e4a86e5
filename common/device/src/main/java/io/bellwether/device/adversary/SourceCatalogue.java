package io.bellwether.device.adversary;

import io.bellwether.device.BoxSource;
import io.bellwether.device.simulated.BoxModel;
import io.bellwether.device.simulated.ModelCatalogue;
import io.bellwether.device.simulated.ModelParameter;
import io.bellwether.device.simulated.ParameterValues;
import io.bellwether.device.simulated.SimulatedSource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every source that a configuration or a command can name: the simulated physics and adversaries.
 */
public final class SourceCatalogue {
    /** Stands behind the name of what is no physics but an attack. */
    public static final String ADVERSARIAL = "[adversarial]";

    /** A model that is an attack, from before there were adversaries. */
    private static final String LOCAL_MODEL = "local";

    private static final ModelParameter SHARE =
            ModelParameter.fraction("share", 0.08, "of the rounds come from Eve's list");
    private static final ModelParameter TEST_PROBABILITY =
            ModelParameter.fraction("test-probability", 13 / 256.0, "what it guesses with");
    private static final ModelParameter DELAY =
            ModelParameter.whole("delay-millis", 200, 1, 60_000, "of a chunk that means 1");

    /** Makes an adversary. */
    @FunctionalInterface
    private interface Maker {
        Adversary make(long seed, ParameterValues values);
    }

    /** An adversary by name. */
    private record Entry(String name, List<ModelParameter> parameters, Maker maker) {
        Adversary make(Map<String, String> given, long seed) {
            return maker.make(seed, new ParameterValues(name, parameters, given));
        }
    }

    private static final List<Entry> ADVERSARIES =
            List.of(
                    plain("detection-loophole", Adversaries::detectionLoophole),
                    new Entry(
                            "test-spotter",
                            List.of(TEST_PROBABILITY),
                            (seed, values) ->
                                    Adversaries.guessingSpotter(
                                            seed, values.of(TEST_PROBABILITY.name()))),
                    plain("signalling", Adversaries::signalling),
                    plain("hidden-signalling", Adversaries::hiddenSignalling),
                    plain("super-quantum", Adversaries::superQuantum),
                    plain("turning", Adversaries::turning),
                    plain("drifting", Adversaries::drifting),
                    new Entry(
                            "convex-mixture",
                            List.of(SHARE),
                            (seed, values) ->
                                    Adversaries.convexMixture(seed, values.of(SHARE.name()))),
                    plain("parallel", Adversaries::parallel),
                    plain("memory", MemoryBox::new),
                    plain("leaking", LeakingBox::new),
                    new Entry(
                            "timing",
                            List.of(DELAY),
                            (seed, values) -> new TimingBox(seed, (long) values.of(DELAY.name()))));

    private SourceCatalogue() {}

    private static Entry plain(String name, java.util.function.LongFunction<Adversary> maker) {
        return new Entry(name, List.of(), (seed, values) -> maker.apply(seed));
    }

    /** Physics first, then adversaries. */
    public static List<String> names() {
        return Stream.concat(BoxModel.NAMES.stream(), ADVERSARIES.stream().map(Entry::name))
                .toList();
    }

    /** Those that are attacks. */
    public static List<String> adversarialNames() {
        return Stream.concat(Stream.of(LOCAL_MODEL), ADVERSARIES.stream().map(Entry::name))
                .toList();
    }

    /** The parameters of a source; empty if there is none of that name. */
    public static Optional<List<ModelParameter>> parametersOf(String name) {
        return ModelCatalogue.find(name)
                .map(ModelCatalogue.Entry::parameters)
                .or(() -> adversary(name).map(Entry::parameters));
    }

    private static Optional<Entry> adversary(String name) {
        return ADVERSARIES.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }

    /** A few lines for each, for people: name, parameters, what it is. */
    public static List<String> describe() {
        Stream<String> physics =
                ModelCatalogue.ALL.stream()
                        .map(entry ->
                                entry.name().equals(LOCAL_MODEL)
                                        ? entry.describe()
                                                .replace(
                                                        LOCAL_MODEL + System.lineSeparator(),
                                                        LOCAL_MODEL
                                                                + ' '
                                                                + ADVERSARIAL
                                                                + System.lineSeparator())
                                        : entry.describe());
        Stream<String> attacks = ADVERSARIES.stream().map(SourceCatalogue::describe);
        return Stream.concat(physics, attacks).toList();
    }

    private static String describe(Entry entry) {
        var text = new StringBuilder("  ").append(entry.name()).append(' ').append(ADVERSARIAL);
        new ParameterValues(entry.name(), entry.parameters(), Map.of())
                .texts()
                .forEach((name, value) -> text.append(' ').append(name).append('=').append(value));
        return text.append(System.lineSeparator())
                .append("      ")
                .append(entry.make(Map.of(), 0).summary())
                .toString();
    }

    /**
     * Opens a source.
     *
     * @param seed of the simulated physics or of all that the adversary draws
     * @param timeoutMillis how long a half waits for the other one
     * @throws IllegalArgumentException naming field, value and limit of everything that is wrong
     */
    public static BoxSource open(
            String name, Map<String, String> parameters, long seed, long timeoutMillis) {
        Optional<Entry> adversary = adversary(name);
        if (adversary.isPresent()) {
            var source = new AdversarialSource(timeoutMillis);
            source.playAlways(adversary.get().make(parameters, seed));
            return source;
        }
        if (ModelCatalogue.find(name).isEmpty()) {
            throw new IllegalArgumentException(
                    "box model: %s; one of %s".formatted(name, String.join(", ", names())));
        }
        return new SimulatedSource(BoxModel.parse(name, parameters), seed, timeoutMillis);
    }
}
