package io.bellwether.keydelivery.conformance;

import java.util.List;

/**
 * A row of the table.
 *
 * @param clause of ETSI GS QKD 014 V1.1.1, or {@code field} for what clients in the field send
 * @param given keys fetched before: {@code -}, or {@code N keys [of BITS] to ROLE [and ROLE]}
 * @param caller the role whose certificate is shown
 * @param request a method, a target, headers and a body; or {@code @} and the name of a scenario
 * @param status the expected status of the answer
 * @param expectations what must hold for the answer beside
 */
public record Case(
        String name,
        String clause,
        String given,
        String caller,
        String request,
        int status,
        List<String> expectations) {
    @Override
    public String toString() {
        return name;
    }
}
