package io.bellwether.device.simulated;

import java.util.List;
import java.util.Map;

/** What a simulated source does, by name and parameters. */
public final class BoxModel {
    /** The model that is used when none is named. */
    public static final String DEFAULT_NAME = "oxford2022";

    /** The names that {@link #parse} knows. */
    public static final List<String> NAMES =
            ModelCatalogue.ALL.stream().map(ModelCatalogue.Entry::name).toList();

    private final String name;
    private final Map<String, String> parameters;
    private final Physics physics;

    private BoxModel(String name, Map<String, String> parameters, Physics physics) {
        this.name = name;
        this.parameters = parameters;
        this.physics = physics;
    }

    /**
     * The model of that name.
     *
     * @param parameters those of {@link ModelCatalogue}; what is left out has its initial value
     * @throws IllegalArgumentException naming field, value and limit of everything that is wrong
     */
    public static BoxModel parse(String name, Map<String, String> parameters) {
        ModelCatalogue.Entry entry =
                ModelCatalogue.find(name)
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "box model: %s; one of %s"
                                                .formatted(name, String.join(", ", NAMES))));
        ParameterValues values = new ParameterValues(name, entry.parameters(), parameters);
        return new BoxModel(name, values.texts(), entry.physics().apply(values));
    }

    /** A model with its initial parameters. */
    public static BoxModel of(String name) {
        return parse(name, Map.of());
    }

    /** A Werner pair, S = 2 sqrt2 v, QBER = (1 - v)/2. */
    public static BoxModel depolarised(double visibility) {
        return parse("depolarised", Map.of("visibility", Double.toString(visibility)));
    }

    /** Perfect pairs whose photons are lost with probability 1 - eta each. */
    public static BoxModel limitedEfficiency(double efficiency) {
        return parse("limited-efficiency", Map.of("efficiency", Double.toString(efficiency)));
    }

    /** As it stands in configurations and on the command line. */
    public String name() {
        return name;
    }

    /** All parameters, as they would be parsed again; empty for a model without any. */
    public Map<String, String> parameters() {
        return parameters;
    }

    /** One sentence about the physics. */
    public String summary() {
        return physics.summary();
    }

    /** What is played. */
    public Physics physics() {
        return physics;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BoxModel that
                && name.equals(that.name)
                && parameters.equals(that.parameters);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + parameters.hashCode();
    }

    @Override
    public String toString() {
        return name + parameters;
    }
}
