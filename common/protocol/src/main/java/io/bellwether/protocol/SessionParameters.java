package io.bellwether.protocol;

import io.bellwether.securityproof.BlockParameters;
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
 * @param testProbability gamma, drawn exactly; by each side where each draws its own
 * @param settingSource where the settings come from
 * @param protocol what is played, with its honest model
 * @param epsilonSoundness total soundness error of a block
 * @param refillShare share of each key that refills the authentication pool
 * @param aliceShare share of the rest that is for requests made at Alice's end
 */
public record SessionParameters(
        long blockRounds,
        int chunkRounds,
        double testProbability,
        SettingSource settingSource,
        Protocol protocol,
        double epsilonSoundness,
        double refillShare,
        double aliceShare) {

    /** The chunks of a block, each announced with one authenticated message. */
    public int chunks() {
        return Math.toIntExact(
                protocol.boxPairs() * ((pairRounds() + chunkRounds - 1) / chunkRounds));
    }

    /** Rounds of each pair of boxes, one pair after the other. */
    public long pairRounds() {
        return blockRounds / protocol.boxPairs();
    }

    /** Rounds of the chunk that starts at {@code firstRound}; the last of a pair may be short. */
    int chunkRounds(long firstRound) {
        return (int) Math.min(chunkRounds, pairRounds() - firstRound % pairRounds());
    }

    /** The share of a CHSH block's rounds that count for the score. */
    public double testShare() {
        return BlockParameters.testShare(testProbability, protocol.independentChoice());
    }

    /** The share of a CHSH block's rounds that one side alone means for a test. */
    double droppedShare() {
        return protocol.independentChoice() ? 2 * testProbability * (1 - testProbability) : 0;
    }

    /** The probability that a round of a CHSH block that is not dropped is a test round. */
    double keptTestProbability() {
        return testShare() / (1 - droppedShare());
    }

    /** What sizes the key. */
    public Theorem theorem() {
        return protocol.theorem();
    }

    /** The same block with another protocol, or another theorem for it. */
    public SessionParameters with(Protocol other) {
        return new SessionParameters(
                blockRounds,
                chunkRounds,
                testProbability,
                settingSource,
                other,
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
        named.put("protocol", protocol.name());
        named.putAll(protocol.named());
        named.put("epsilonSoundness", epsilonSoundness);
        named.put("refillShare", refillShare);
        named.put("aliceShare", aliceShare);
        return named;
    }
}
