package io.bellwether.link;

import io.bellwether.protocol.ChoiceOfSettings;
import io.bellwether.protocol.GeneralisedProtocol;
import io.bellwether.protocol.Protocol;
import io.bellwether.protocol.SelfTestProtocol;
import io.bellwether.protocol.SessionParameters;
import io.bellwether.protocol.SettingSource;
import io.bellwether.protocol.TwoBasesProtocol;
import io.bellwether.securityproof.Theorem;

/** What both nodes must hold alike, on the wire. */
final class WireParameters {
    private WireParameters() {}

    static io.bellwether.proto.link.v1.SessionParameters toWire(SessionParameters p) {
        var wire =
                io.bellwether.proto.link.v1.SessionParameters.newBuilder()
                        .setBlockRounds(p.blockRounds())
                        .setChunkRounds(p.chunkRounds())
                        .setTestProbability(p.testProbability())
                        .setSettingSource(source(p.settingSource()))
                        .setTheorem(theorem(p.theorem()))
                        .setThresholdSigmas(p.protocol().thresholdSigmas())
                        .setEpsilonSoundness(p.epsilonSoundness())
                        .setRefillShare(p.refillShare())
                        .setAliceShare(p.aliceShare());
        switch (p.protocol()) {
            case Protocol.Chsh chsh ->
                    wire.setExpectedChsh(chsh.expectedChsh())
                            .setExpectedQber(chsh.expectedQber())
                            .setFlipProbability(chsh.flipProbability())
                            .setExpectedEfficiency(chsh.expectedEfficiency())
                            .setBoxPairs(chsh.boxPairs());
            case GeneralisedProtocol generalised -> generalised(wire, generalised);
            case TwoBasesProtocol twoBases ->
                    wire.setExpectedChsh(twoBases.expectedChsh())
                            .setExpectedQber(twoBases.expectedQber())
                            .setFlipProbability(twoBases.flipProbability());
            case SelfTestProtocol selfTest ->
                    wire.setLevels(selfTest.levels())
                            .setShiftPower(selfTest.shiftPower())
                            .setExpectedVisibility(selfTest.expectedVisibility());
            case Protocol.Chained chained ->
                    wire.setChainedSettings(chained.settings())
                            .setExpectedNoise(chained.expectedNoise());
        }
        return wire.build();
    }

    private static void generalised(
            io.bellwether.proto.link.v1.SessionParameters.Builder wire,
            GeneralisedProtocol generalised) {
        wire.setFirstWeight(generalised.firstWeight())
                .setSecondWeight(generalised.secondWeight())
                .setExpectedFirst(generalised.expectedFirst())
                .setExpectedSecond(generalised.expectedSecond())
                .setExpectedQber(generalised.expectedQber())
                .setFlipProbability(generalised.flipProbability());
    }

    /**
     * @throws IllegalArgumentException for a setting source or theorem this version does not know
     */
    static SessionParameters fromWire(io.bellwether.proto.link.v1.SessionParameters wire) {
        return new SessionParameters(
                wire.getBlockRounds(),
                wire.getChunkRounds(),
                wire.getTestProbability(),
                switch (wire.getSettingSource()) {
                    case SETTING_SOURCE_ANNOUNCED -> SettingSource.ANNOUNCED;
                    case SETTING_SOURCE_INDEPENDENT -> SettingSource.INDEPENDENT;
                    case SETTING_SOURCE_RECORDED -> SettingSource.RECORDED;
                    default -> throw new IllegalArgumentException("settingSource: unknown");
                },
                protocol(wire),
                wire.getEpsilonSoundness(),
                wire.getRefillShare(),
                wire.getAliceShare());
    }

    private static Protocol protocol(io.bellwether.proto.link.v1.SessionParameters wire) {
        return switch (wire.getTheorem()) {
            case THEOREM_KEYLEN_EAT_OXFORD -> chsh(wire, Theorem.KEYLEN_EAT_OXFORD);
            case THEOREM_KEYLEN_RENYI -> chsh(wire, Theorem.KEYLEN_RENYI);
            case THEOREM_KEYLEN_RENYI_VARIABLE -> chsh(wire, Theorem.KEYLEN_RENYI_VARIABLE);
            case THEOREM_KEYLEN_NOSIGNAL ->
                    new Protocol.Chained(
                            wire.getChainedSettings(),
                            wire.getExpectedNoise(),
                            wire.getThresholdSigmas());
            case THEOREM_ASYMPTOTIC ->
                    new GeneralisedProtocol(
                            wire.getFirstWeight(),
                            wire.getSecondWeight(),
                            wire.getExpectedFirst(),
                            wire.getExpectedSecond(),
                            wire.getExpectedQber(),
                            wire.getThresholdSigmas(),
                            wire.getFlipProbability());
            case THEOREM_TWO_BASES ->
                    new TwoBasesProtocol(
                            wire.getExpectedChsh(),
                            wire.getExpectedQber(),
                            wire.getThresholdSigmas(),
                            wire.getFlipProbability());
            case THEOREM_SELF_TEST ->
                    new SelfTestProtocol(
                            wire.getLevels(),
                            wire.getShiftPower(),
                            wire.getExpectedVisibility(),
                            wire.getThresholdSigmas());
            default -> throw new IllegalArgumentException("theorem: unknown");
        };
    }

    private static Protocol chsh(
            io.bellwether.proto.link.v1.SessionParameters wire, Theorem theorem) {
        return new Protocol.Chsh(
                theorem,
                wire.getExpectedChsh(),
                wire.getExpectedQber(),
                wire.getThresholdSigmas(),
                wire.getFlipProbability(),
                wire.getExpectedEfficiency(),
                wire.getSettingSource()
                                == io.bellwether.proto.link.v1.SettingSource
                                        .SETTING_SOURCE_INDEPENDENT
                        ? ChoiceOfSettings.INDEPENDENT
                        : ChoiceOfSettings.ANNOUNCED,
                wire.getBoxPairs());
    }

    private static io.bellwether.proto.link.v1.SettingSource source(SettingSource source) {
        return switch (source) {
            case ANNOUNCED -> io.bellwether.proto.link.v1.SettingSource.SETTING_SOURCE_ANNOUNCED;
            case INDEPENDENT ->
                    io.bellwether.proto.link.v1.SettingSource.SETTING_SOURCE_INDEPENDENT;
            case RECORDED -> io.bellwether.proto.link.v1.SettingSource.SETTING_SOURCE_RECORDED;
        };
    }

    private static io.bellwether.proto.link.v1.Theorem theorem(Theorem theorem) {
        return switch (theorem) {
            case KEYLEN_EAT_OXFORD -> io.bellwether.proto.link.v1.Theorem.THEOREM_KEYLEN_EAT_OXFORD;
            case KEYLEN_RENYI -> io.bellwether.proto.link.v1.Theorem.THEOREM_KEYLEN_RENYI;
            case KEYLEN_RENYI_VARIABLE ->
                    io.bellwether.proto.link.v1.Theorem.THEOREM_KEYLEN_RENYI_VARIABLE;
            case ASYMPTOTIC -> io.bellwether.proto.link.v1.Theorem.THEOREM_ASYMPTOTIC;
            case TWO_BASES -> io.bellwether.proto.link.v1.Theorem.THEOREM_TWO_BASES;
            case SELF_TEST -> io.bellwether.proto.link.v1.Theorem.THEOREM_SELF_TEST;
            case KEYLEN_NOSIGNAL -> io.bellwether.proto.link.v1.Theorem.THEOREM_KEYLEN_NOSIGNAL;
        };
    }
}
