package io.bellwether.estimation;

/**
 * Counts that no quantum devices in isolated laboratories give, but with a tiny probability.
 *
 * @param finding what was found, in words
 * @param log10PValue decimal logarithm of a bound on the probability that devices inside the model,
 *     with memory and however correlated, show this or any other finding that strongly
 */
public record ModelViolation(String finding, double log10PValue) {
    /** The finding with its p-value. */
    public String describe() {
        return "%s (p-value at most 1e%d)".formatted(finding, (long) StrictMath.ceil(log10PValue));
    }
}
