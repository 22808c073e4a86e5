package io.bellwether.link;

import io.bellwether.errorcorrection.CodeParameters;
import io.bellwether.foundation.BlockId;
import io.bellwether.proto.link.v1.FreeParameters;
import io.bellwether.proto.link.v1.NoFreeParameters;
import io.bellwether.proto.link.v1.Proposal;
import io.bellwether.proto.link.v1.RenyiParameters;
import io.bellwether.protocol.Message;
import io.bellwether.securityproof.ChosenParameters;
import io.bellwether.securityproof.KeylenEatOxford;
import io.bellwether.securityproof.KeylenNoSignal;
import io.bellwether.securityproof.KeylenRenyi;

/** A proposal on the wire. */
final class WireProposal {
    private WireProposal() {}

    static Proposal toWire(Message.Proposal m) {
        var proposal =
                Proposal.newBuilder()
                        .setBlockId(WireMessages.uuid(m.block().value()))
                        .setParameters(WireParameters.toWire(m.parameters()))
                        .setLeakedBits(m.leakedBits())
                        .setKeyBits(m.keyBits())
                        .setRefillBits(m.refillBits());
        switch (m.freeParameters()) {
            case KeylenEatOxford.FreeParameters free ->
                    proposal.setFreeParameters(freeParameters(free));
            case KeylenNoSignal.NoFreeParameters none ->
                    proposal.setNoFreeParameters(NoFreeParameters.getDefaultInstance());
            case KeylenRenyi.FreeParameters free ->
                    proposal.setRenyiParameters(
                            RenyiParameters.newBuilder()
                                    .setAlphaMinusOne(free.alphaMinusOne())
                                    .setLossShare(free.lossShare())
                                    .setLossPenaltyBits(free.lossPenaltyBits()));
        }
        return proposal.setCode(code(m.code())).build();
    }

    static Message.Proposal fromWire(Proposal wire) {
        return new Message.Proposal(
                new BlockId(WireMessages.uuid(wire.getBlockId())),
                WireParameters.fromWire(wire.getParameters()),
                code(wire.getCode()),
                chosen(wire),
                wire.getLeakedBits(),
                wire.getKeyBits(),
                wire.getRefillBits());
    }

    private static ChosenParameters chosen(Proposal wire) {
        return switch (wire.getChosenCase()) {
            case FREE_PARAMETERS -> freeParameters(wire.getFreeParameters());
            case RENYI_PARAMETERS ->
                    new KeylenRenyi.FreeParameters(
                            wire.getRenyiParameters().getAlphaMinusOne(),
                            wire.getRenyiParameters().getLossShare(),
                            wire.getRenyiParameters().getLossPenaltyBits());
            case NO_FREE_PARAMETERS -> new KeylenNoSignal.NoFreeParameters();
            case CHOSEN_NOT_SET -> throw new IllegalArgumentException("freeParameters: missing");
        };
    }

    private static FreeParameters freeParameters(KeylenEatOxford.FreeParameters free) {
        return FreeParameters.newBuilder()
                .setTangentPoint(free.t())
                .setAlphaPrimeMinusOne(free.alphaPrimeMinusOne())
                .setAlphaDoublePrimeMinusOne(free.alphaDoublePrimeMinusOne())
                .setEpsilonSmoothing(free.epsilonSmoothing())
                .setEpsilonSmoothingPrime(free.epsilonSmoothingPrime())
                .setEpsilonSmoothingDoublePrime(free.epsilonSmoothingDoublePrime())
                .setEpsilonPrivacyAmplification(free.epsilonPrivacyAmplification())
                .build();
    }

    private static KeylenEatOxford.FreeParameters freeParameters(FreeParameters wire) {
        return new KeylenEatOxford.FreeParameters(
                wire.getTangentPoint(),
                wire.getAlphaPrimeMinusOne(),
                wire.getAlphaDoublePrimeMinusOne(),
                wire.getEpsilonSmoothing(),
                wire.getEpsilonSmoothingPrime(),
                wire.getEpsilonSmoothingDoublePrime(),
                wire.getEpsilonPrivacyAmplification());
    }

    private static io.bellwether.proto.link.v1.CodeParameters code(CodeParameters code) {
        return io.bellwether.proto.link.v1.CodeParameters.newBuilder()
                .setBlockBits(code.blockBits())
                .setSyndromeBits(code.syndromeBits())
                .setFamily(code.codeFamily())
                .setSubBlocks(code.subBlocks())
                .setLiftingSize(code.liftingSize())
                .setBaseRows(code.baseRows())
                .setBaseColumns(code.baseColumns())
                .setDesignPerMyriad(code.designPerMyriad())
                .build();
    }

    private static CodeParameters code(io.bellwether.proto.link.v1.CodeParameters wire) {
        return new CodeParameters(
                wire.getBlockBits(),
                wire.getSyndromeBits(),
                wire.getFamily(),
                wire.getSubBlocks(),
                wire.getLiftingSize(),
                wire.getBaseRows(),
                wire.getBaseColumns(),
                wire.getDesignPerMyriad());
    }
}
