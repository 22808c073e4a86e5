package io.bellwether.device.simulated;

/**
 * A parameter of a model, as configurations and the command line name it.
 *
 * @param name with its unit, in lower case with dashes
 * @param initial its value when it is not given
 * @param least smallest value allowed
 * @param most largest value allowed
 * @param whole whether it is a whole number
 * @param meaning a few words
 */
public record ModelParameter(
        String name, double initial, double least, double most, boolean whole, String meaning) {
    /** A share or a probability. */
    public static ModelParameter fraction(String name, double initial, String meaning) {
        return new ModelParameter(name, initial, 0, 1, false, meaning);
    }

    static ModelParameter number(
            String name, double initial, double least, double most, String meaning) {
        return new ModelParameter(name, initial, least, most, false, meaning);
    }

    /** A whole number. */
    public static ModelParameter whole(
            String name, long initial, long least, long most, String meaning) {
        return new ModelParameter(name, initial, least, most, true, meaning);
    }

    /** The value, or what is wrong with it. */
    Object parse(String model, String text) {
        try {
            double value = Double.parseDouble(text);
            if (value >= least && value <= most && (!whole || value == Math.rint(value))) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            return problem(model, text);
        }
        return problem(model, text);
    }

    private String problem(String model, String text) {
        return "box model %s: %s: %s; %s".formatted(model, name, text, limit());
    }

    /** What a value has to be. */
    public String limit() {
        return "a %s from %s to %s"
                .formatted(whole ? "whole number" : "number", show(least), show(most));
    }

    /** Whether a text is such a value. */
    public boolean accepts(String text) {
        return parse("", text) instanceof Double;
    }

    /** As it is written: whole numbers without a point. */
    String show(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
