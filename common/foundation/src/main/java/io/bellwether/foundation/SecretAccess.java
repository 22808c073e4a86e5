package io.bellwether.foundation;

/**
 * The token that reading {@link SecretBits} needs. Its purpose is there to be searched for: every
 * place that touches secret bits contains {@code SecretAccess.to(}.
 */
public record SecretAccess(String purpose) {
    /** For example {@code SecretAccess.to("compute the syndrome")}. */
    public static SecretAccess to(String purpose) {
        return new SecretAccess(purpose);
    }
}
