package io.bellwether.protocol;

import io.bellwether.errorcorrection.FlipProbabilities;
import io.bellwether.estimation.BdEstimation;
import io.bellwether.estimation.Estimate;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.EntropySource;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;
import io.bellwether.securityproof.SelfTestBlock;
import io.bellwether.sifting.SettingLog;
import io.bellwether.verification.VerifiedKey;

import java.util.List;
import java.util.Optional;

/**
 * The d-outcome protocol: Bob decides which rounds are test rounds, keeps his settings and outcomes
 * of them, and computes the score alone.
 */
final class SelfTestBob implements BobRounds {
    private final SessionParameters parameters;
    private final SelfTestProtocol protocol;
    private final SelfTestRecord record;
    private final SettingLog settings;
    private final SettingChoice choice;

    SelfTestBob(SessionParameters parameters, SelfTestProtocol protocol, EntropySource entropy) {
        this.parameters = parameters;
        this.protocol = protocol;
        this.record = new SelfTestRecord(parameters, SelfTestBlock.digits(protocol.outcomes()));
        this.settings = SettingLog.of(parameters.blockRounds(), protocol.bobSettings());
        this.choice = new SettingChoice(entropy);
    }

    @Override
    public List<Effect> begin(long firstRound) {
        int rounds = parameters.chunkRounds(firstRound);
        BitArray testFlags = choice.biased(rounds, parameters.testProbability());
        short[] drawn = choice.uniformWhere(testFlags, protocol.keySetting());
        record.putTestFlags(firstRound, testFlags);
        settings.put(firstRound, drawn);
        return List.of(
                new Effect.Send(new Message.TestFlags(firstRound, testFlags)),
                Effect.Measure.of(firstRound, drawn, protocol.bobSettings()));
    }

    @Override
    public List<Effect> record(long firstRound, Event.RoundsMeasured measured) {
        record.putOutcomes(firstRound, measured.outcomes());
        return List.of();
    }

    @Override
    public Message.Measured announcement() {
        return new Message.Measured();
    }

    @Override
    public boolean fits(Message.Settings announced) {
        return announced.testRoundSettings().length() == record.testRounds()
                && announced.testOutcomes().length() == record.testRounds() * protocol.digits();
    }

    @Override
    public Sifted sift(Message.Settings announced, BlockPlan agreed) {
        var tests =
                new BdEstimation.Tests(
                        announced.testRoundSettings(),
                        SelfTestRecord.numbers(announced.testOutcomes(), protocol.digits()),
                        settings.at(record.testFlags()),
                        SelfTestRecord.numbers(
                                record.testOutcomes(), SelfTestBlock.digits(protocol.outcomes())));
        return new Sifted(
                agreed.settled(
                        BlockLayout.selfTest(
                                parameters,
                                protocol,
                                agreed.block().epsilon().authentication(),
                                record.testRounds())),
                protocol,
                record,
                tests);
    }

    @Override
    public void erase() {
        record.erase();
    }

    /** All rounds, with what Alice published of the test rounds. */
    record Sifted(
            BlockPlan plan,
            SelfTestProtocol protocol,
            SelfTestRecord record,
            BdEstimation.Tests tests)
            implements BobRounds.Sifted {
        @Override
        public SecretBits reference() {
            return new SecretBits(
                    record.rawKey(protocol.digits())
                            .read(SecretAccess.to("guess Alice's raw key"))
                            .copy());
        }

        @Override
        public FlipProbabilities expectedFlips(SecretBits reference) {
            long keyRounds = reference.length() / protocol.digits();
            double[] flips = new double[protocol.digits()];
            for (int digit = 0; digit < flips.length; digit++) {
                flips[digit] = protocol.expectedFlip(digit);
            }
            return bit -> flips[(int) (bit / keyRounds)];
        }

        @Override
        public Estimate estimate(VerifiedKey corrected) {
            SessionParameters parameters = plan.parameters();
            return BdEstimation.estimate(
                    protocol.inequality(),
                    corrected,
                    record.rawKey(protocol.digits()),
                    protocol.digits(),
                    tests,
                    protocol.leastScore(parameters.blockRounds() * parameters.testProbability()),
                    plan.maxLostTestRounds());
        }

        @Override
        public long testRounds() {
            return tests.bases().length();
        }

        @Override
        public Optional<String> noKeyReason() {
            return plan.noKeyReason();
        }
    }
}
