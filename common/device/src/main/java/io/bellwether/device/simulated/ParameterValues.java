package io.bellwether.device.simulated;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The values of a model's parameters, all within their limits. */
public final class ParameterValues {
    private final Map<String, Double> values = new LinkedHashMap<>();
    private final Map<String, String> texts = new LinkedHashMap<>();

    /**
     * @throws IllegalArgumentException naming field, value and limit of everything that is wrong
     */
    public ParameterValues(
            String model, List<ModelParameter> parameters, Map<String, String> given) {
        List<String> problems = new ArrayList<>();
        List<String> known = parameters.stream().map(ModelParameter::name).toList();
        List<String> unknown = given.keySet().stream().filter(key -> !known.contains(key)).toList();
        if (!unknown.isEmpty()) {
            problems.add(
                    "box model %s: unknown parameter %s; it has %s"
                            .formatted(
                                    model,
                                    String.join(", ", unknown),
                                    known.isEmpty() ? "none" : String.join(", ", known)));
        }
        for (ModelParameter parameter : parameters) {
            String text = given.getOrDefault(parameter.name(), parameter.show(parameter.initial()));
            switch (parameter.parse(model, text)) {
                case Double value -> {
                    values.put(parameter.name(), value);
                    texts.put(parameter.name(), parameter.show(value));
                }
                case Object problem -> problems.add(problem.toString());
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    /** The value of a parameter that the model has. */
    public double of(String name) {
        return values.get(name);
    }

    int whole(String name) {
        return (int) of(name);
    }

    /** As it would be parsed again. */
    String text(String name) {
        return texts.get(name);
    }

    /** All of them, as they would be parsed again. */
    public Map<String, String> texts() {
        return Collections.unmodifiableMap(texts);
    }
}
