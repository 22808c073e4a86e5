package io.bellwether.protocol;

import io.bellwether.errorcorrection.FlipProbabilities;
import io.bellwether.estimation.Estimate;
import io.bellwether.estimation.Estimation;
import io.bellwether.estimation.GeneralisedEstimation;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.EntropySource;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;
import io.bellwether.sifting.SiftedBlock;
import io.bellwether.sifting.TestRounds;
import io.bellwether.verification.VerifiedKey;

import java.util.List;
import java.util.Optional;

/**
 * CHSH: Bob decides which rounds are test rounds, all of them are raw key, and he computes the
 * score alone.
 */
final class ChshBob implements BobRounds {
    /** Bob's setting of key rounds, with two bases the first one; 0 and 1 are test settings. */
    private static final byte KEY_SETTING = 2;

    private final SessionParameters parameters;
    private final Protocol.Chsh chsh;
    private final RoundRecord record;
    private final boolean hasTwoBases;

    /** Set in key rounds of the second basis. */
    private final BitArray keyBases;

    private final SettingChoice choice;

    ChshBob(SessionParameters parameters, Protocol.Chsh chsh, EntropySource entropy) {
        this(parameters, chsh, false, entropy);
    }

    /**
     * @param hasTwoBases whether a key round has one of two bases, which he draws and says
     */
    ChshBob(
            SessionParameters parameters,
            Protocol.Chsh chsh,
            boolean hasTwoBases,
            EntropySource entropy) {
        this.hasTwoBases = hasTwoBases;
        this.keyBases = BitArray.ofLength(hasTwoBases ? parameters.blockRounds() : 0);
        this.parameters = parameters;
        this.chsh = chsh;
        this.record = new RoundRecord(parameters);
        this.choice = new SettingChoice(entropy);
    }

    @Override
    public List<Effect> begin(long firstRound) {
        int rounds = parameters.chunkRounds(firstRound);
        if (parameters.settingSource() == SettingSource.RECORDED) {
            return List.of(new Effect.Replay(firstRound, rounds));
        }
        BitArray testFlags = choice.biased(rounds, parameters.testProbability());
        BitArray testSettings = choice.fairWhere(testFlags);
        record.putTestFlags(firstRound, testFlags);
        if (hasTwoBases) {
            return beginWithBases(firstRound, testFlags, testSettings);
        }
        return List.of(
                new Effect.Send(new Message.TestFlags(firstRound, testFlags)),
                new Effect.Measure(firstRound, settings(testFlags, testSettings)));
    }

    /** The flags are followed by the bases; where a round is a test, that bit says nothing. */
    private List<Effect> beginWithBases(
            long firstRound, BitArray testFlags, BitArray testSettings) {
        int rounds = Math.toIntExact(testFlags.length());
        BitArray keys = testFlags.copy();
        for (int i = 0; i < rounds; i++) {
            keys.set(i, !keys.get(i));
        }
        BitArray bases = choice.fairWhere(keys);
        keyBases.put(firstRound, bases);
        byte[] settings = settings(testFlags, testSettings);
        for (int i = 0; i < rounds; i++) {
            settings[i] += (byte) (bases.get(i) ? 1 : 0);
        }
        BitArray announced = BitArray.ofLength(2L * rounds);
        announced.put(0, testFlags);
        announced.put(rounds, bases);
        return List.of(
                new Effect.Send(new Message.TestFlags(firstRound, announced)),
                new Effect.Measure(firstRound, settings));
    }

    /** One setting per round for the box. */
    static byte[] settings(BitArray testFlags, BitArray testSettings) {
        byte[] settings = new byte[Math.toIntExact(testFlags.length())];
        for (int i = 0; i < settings.length; i++) {
            settings[i] = testFlags.get(i) ? (byte) (testSettings.get(i) ? 1 : 0) : KEY_SETTING;
        }
        return settings;
    }

    /**
     * Keeps the chunk; a replayed chunk's test flags are announced only now, because only now are
     * they known.
     */
    @Override
    public List<Effect> record(long firstRound, Event.RoundsMeasured measured) {
        record.putMeasured(firstRound, measured);
        if (parameters.settingSource() != SettingSource.RECORDED) {
            return List.of();
        }
        BitArray testFlags = BitArray.ofLength(measured.settings().length);
        for (int i = 0; i < measured.settings().length; i++) {
            testFlags.set(i, measured.settings()[i] != KEY_SETTING);
        }
        record.putTestFlags(firstRound, testFlags);
        return List.of(new Effect.Send(new Message.TestFlags(firstRound, testFlags)));
    }

    @Override
    public Message.Measured announcement() {
        return new Message.Measured();
    }

    @Override
    public boolean fits(Message.Settings announced) {
        return announced.testRoundSettings().length() == record.testFlags().cardinality()
                && announced.testOutcomes().length() == 0;
    }

    @Override
    public Sifted sift(Message.Settings announced, BlockPlan agreed) {
        return new Sifted(
                agreed,
                chsh,
                record,
                new SiftedBlock(
                        record.testFlags(),
                        TestRounds.spread(announced.testRoundSettings(), record.testFlags()),
                        record.settings()),
                hasTwoBases ? Optional.of(keyBases) : Optional.empty());
    }

    @Override
    public void erase() {
        record.erase();
    }

    /** All rounds, with both sides' settings. */
    record Sifted(
            BlockPlan plan,
            Protocol.Chsh chsh,
            RoundRecord record,
            SiftedBlock block,
            Optional<BitArray> keyBases)
            implements BobRounds.Sifted {
        /** With one key basis. */
        Sifted(BlockPlan plan, Protocol.Chsh chsh, RoundRecord record, SiftedBlock block) {
            this(plan, chsh, record, block, Optional.empty());
        }

        /** Bob's own outcomes, flipped where the CHSH game is won by opposite outcomes. */
        @Override
        public SecretBits reference() {
            BitArray reference =
                    record.outcomes().read(SecretAccess.to("guess Alice's outcomes")).copy();
            reference.xor(block.oppositeWins());
            return new SecretBits(reference);
        }

        @Override
        public FlipProbabilities expectedFlips(SecretBits reference) {
            return chsh.noise().flips(block.testFlags(), block.dropped(), record.lost(), reference);
        }

        @Override
        public Estimate estimate(VerifiedKey corrected) {
            var rounds =
                    new Estimation.Rounds(
                            block.testFlags(),
                            block.aliceSettings(),
                            block.bobTestSettings(),
                            block.dropped(),
                            keyBases);
            var rule =
                    new Estimation.Rule(
                            plan.parameters().keptTestProbability(),
                            plan.maxLostTestRounds(),
                            plan.parameters().theorem().variableLength(),
                            chsh.boxPairs());
            Estimate counted = Estimation.estimate(corrected, record.outcomes(), rounds, rule);
            double tests = block.rounds() * rule.testProbability();
            return switch (plan.parameters().protocol()) {
                case GeneralisedProtocol generalised ->
                        GeneralisedEstimation.estimate(
                                counted, generalised.weights(), generalised.leastScore(tests));
                case TwoBasesProtocol twoBases ->
                        GeneralisedEstimation.estimate(counted, twoBases.leastChsh(tests));
                default -> counted;
            };
        }

        @Override
        public long testRounds() {
            return block.testRounds();
        }

        @Override
        public Optional<String> noKeyReason() {
            return NoKeyReason.of(plan, block);
        }
    }
}
