package io.bellwether.securityproof;

/**
 * A key rate in the limit of infinitely many rounds, for planning and comparison. It is no {@link
 * KeyLength}: no key can be sized with it.
 *
 * @param claimId the formula, as listed in {@code claims/}
 * @param bitsPerRound secret bits per round of the kind that the formula counts; negative where the
 *     formula certifies nothing
 */
public record AsymptoticRate(String claimId, double bitsPerRound) {}
