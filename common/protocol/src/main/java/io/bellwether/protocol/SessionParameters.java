package io.bellwether.protocol;

import io.bellwether.bell.ChshGame;
import io.bellwether.securityproof.Theorem;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What both nodes must hold alike before they spend anything on a block. Fixed before the run,
 * never fitted to its data.
 *
 * @param blockRounds rounds n of a block
 * @param chunkRounds rounds whose pairs are distributed before their test flags are announced
 * @param testProbability gamma, drawn exactly
 * @param settingSource where the settings come from
 * @param theorem what sizes the key
 * @param expectedChsh S of the honest model
 * @param expectedQber Q of the honest model in key rounds
 * @param thresholdSigmas standard deviations between the honest model and the threshold
 * @param epsilonSoundness total soundness error of a block
 * @param refillShare share of each key that refills the authentication pool
 * @param aliceShare share of the rest that is for requests made at Alice's end
 */
public record SessionParameters(
        long blockRounds,
        int chunkRounds,
        double testProbability,
        SettingSource settingSource,
        Theorem theorem,
        double expectedChsh,
        double expectedQber,
        double thresholdSigmas,
        double epsilonSoundness,
        double refillShare,
        double aliceShare) {

    /** The chunks of a block, each announced with one authenticated message. */
    public int chunks() {
        return Math.toIntExact((blockRounds + chunkRounds - 1) / chunkRounds);
    }

    /** How often Bob's guess of Alice's outcome is expected to be wrong in test rounds: 1 - w. */
    public double expectedTestFlip() {
        return 1 - ChshGame.winRatioOf(expectedChsh);
    }

    /** How many test rounds an honest block loses on average. */
    public long expectedLostTestRounds() {
        return (long) (blockRounds * testProbability * expectedTestFlip());
    }

    /** The same block under another theorem. */
    public SessionParameters under(Theorem other) {
        return new SessionParameters(
                blockRounds,
                chunkRounds,
                testProbability,
                settingSource,
                other,
                expectedChsh,
                expectedQber,
                thresholdSigmas,
                epsilonSoundness,
                refillShare,
                aliceShare);
    }

    /** The first parameter in which two nodes differ. */
    public record Difference(String parameter, String ours, String theirs) {
        @Override
        public String toString() {
            return "%s: %s here, %s at the peer".formatted(parameter, ours, theirs);
        }
    }

    /** Compares in the order of declaration. */
    public Optional<Difference> firstDifference(SessionParameters theirs) {
        Map<String, Object> other = theirs.named();
        return named().entrySet().stream()
                .filter(entry -> !Objects.equals(entry.getValue(), other.get(entry.getKey())))
                .findFirst()
                .map(entry ->
                        new Difference(
                                entry.getKey(),
                                String.valueOf(entry.getValue()),
                                String.valueOf(other.get(entry.getKey()))));
    }

    private Map<String, Object> named() {
        var named = new LinkedHashMap<String, Object>();
        named.put("blockRounds", blockRounds);
        named.put("chunkRounds", chunkRounds);
        named.put("testProbability", testProbability);
        named.put("settingSource", settingSource);
        named.put("theorem", theorem);
        named.put("expectedChsh", expectedChsh);
        named.put("expectedQber", expectedQber);
        named.put("thresholdSigmas", thresholdSigmas);
        named.put("epsilonSoundness", epsilonSoundness);
        named.put("refillShare", refillShare);
        named.put("aliceShare", aliceShare);
        return named;
    }
}
