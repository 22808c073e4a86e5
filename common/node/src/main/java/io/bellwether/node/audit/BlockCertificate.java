package io.bellwether.node.audit;

import com.fasterxml.jackson.databind.JsonNode;

import io.bellwether.bell.BdStatistics;
import io.bellwether.bell.BlockStatistics;
import io.bellwether.bell.ChainedStatistics;
import io.bellwether.bell.ChshStatistics;
import io.bellwether.bell.GeneralisedStatistics;
import io.bellwether.errorcorrection.CodeParameters;
import io.bellwether.foundation.End;
import io.bellwether.node.status.BlockResult;
import io.bellwether.node.status.Json;
import io.bellwether.protocol.BlockOutcome;
import io.bellwether.protocol.BlockPlan;
import io.bellwether.protocol.GeneralisedProtocol;
import io.bellwether.protocol.KeyPartition;
import io.bellwether.protocol.Protocol;
import io.bellwether.protocol.SelfTestProtocol;
import io.bellwether.protocol.SessionParameters;
import io.bellwether.protocol.TwoBasesProtocol;
import io.bellwether.securityproof.BlockParameters;
import io.bellwether.securityproof.BlockTerms;
import io.bellwether.securityproof.EpsilonBudget;
import io.bellwether.securityproof.NoSignalBlock;
import io.bellwether.securityproof.SelfTestBlock;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is certified of one block.
 *
 * @param format of this record, {@link #FORMAT}
 * @param node the KME id of the node that certifies
 * @param reason of the abort; empty otherwise. One of a fixed set; the detail stays in the log
 * @param frameRounds settings that the box got at a time: 1 is strictly sequential, as the theorem
 *     assumes; with more the box is trusted not to look ahead within a frame
 * @param keyBits of the finished key; of an undecided block, of the key that it has if the other
 *     end stored it too
 * @param announcedLostTestRounds what the key length followed, if the theorem's varies
 * @param transcriptDigest SHA-256 in hexadecimal digits; empty before the first seal
 * @param signerSha256 fingerprint of the certificate whose key signs
 */
public record BlockCertificate(
        int format,
        String block,
        String node,
        End end,
        String softwareVersion,
        Instant began,
        Instant ended,
        String outcome,
        String reason,
        SessionParameters parameters,
        int frameRounds,
        Optional<Terms> terms,
        Optional<Counts> counts,
        long lostSignals,
        long keyBits,
        Optional<Long> announcedLostTestRounds,
        Optional<KeyPartition> partition,
        String transcriptDigest,
        String signerSha256) {
    public static final int FORMAT = 3;

    /**
     * @throws NullPointerException if a value is missing
     */
    public BlockCertificate {
        Objects.requireNonNull(block, "block");
        Objects.requireNonNull(node, "node");
        Objects.requireNonNull(end, "end");
        Objects.requireNonNull(ended, "ended");
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(parameters, "parameters");
        Objects.requireNonNull(terms, "terms");
        Objects.requireNonNull(counts, "counts");
        Objects.requireNonNull(partition, "partition");
        Objects.requireNonNull(transcriptDigest, "transcriptDigest");
    }

    /**
     * What both ends agreed on before the first round.
     *
     * @param theorem its claim ID
     * @param assumptions what the theorem assumes, in words
     * @param freeParameters of the theorem, chosen on the honest model
     * @param winThreshold of CHSH; empty with other games
     * @param rawKeyBits that the theorem is asked about
     * @param estimationRounds where rounds are sifted, those that were left for the score
     * @param leakedBits every published bit that depends on the raw key
     * @param certifiedKeyBits what the theorem gives for the worst accepted block; 0 if nothing
     */
    public record Terms(
            String theorem,
            String assumptions,
            JsonNode freeParameters,
            CodeParameters code,
            Optional<Double> winThreshold,
            long maxLostTestRounds,
            long rawKeyBits,
            Optional<Long> estimationRounds,
            long leakedBits,
            EpsilonBudget epsilon,
            long certifiedKeyBits) {
        public Terms {
            Objects.requireNonNull(theorem, "theorem");
            Objects.requireNonNull(freeParameters, "freeParameters");
            Objects.requireNonNull(code, "code");
            Objects.requireNonNull(winThreshold, "winThreshold");
            Objects.requireNonNull(estimationRounds, "estimationRounds");
            Objects.requireNonNull(epsilon, "epsilon");
        }

        /**
         * What the theorem is asked about, from what is certified.
         *
         * @throws IllegalArgumentException if a value is missing or outside its limits
         */
        BlockTerms block(SessionParameters parameters) {
            return switch (parameters.protocol()) {
                case Protocol.Chsh chsh ->
                        new BlockParameters(
                                parameters.pairRounds(),
                                parameters.testProbability(),
                                winThreshold.orElseThrow(() -> missing("winThreshold")),
                                leakedBits,
                                epsilon,
                                chsh.flipProbability(),
                                chsh.independentChoice(),
                                chsh.boxPairs());
                case GeneralisedProtocol generalised ->
                        uncertified(parameters, generalised.flipProbability());
                case TwoBasesProtocol twoBases ->
                        uncertified(parameters, twoBases.flipProbability());
                case SelfTestProtocol selfTest -> {
                    long tests = estimationRounds.orElseThrow(() -> missing("estimationRounds"));
                    yield new SelfTestBlock(
                            selfTest.levels(),
                            tests,
                            parameters.blockRounds() - tests,
                            leakedBits,
                            epsilon);
                }
                case Protocol.Chained chained ->
                        new NoSignalBlock(
                                chained.settings(),
                                parameters.blockRounds(),
                                estimationRounds.orElseThrow(() -> missing("estimationRounds")),
                                rawKeyBits,
                                maxLostTestRounds,
                                leakedBits,
                                epsilon);
            };
        }

        private BlockTerms uncertified(SessionParameters parameters, double flipProbability) {
            return new BlockParameters(
                    parameters.blockRounds(),
                    parameters.testProbability(),
                    winThreshold.orElseThrow(() -> missing("winThreshold")),
                    leakedBits,
                    epsilon,
                    flipProbability,
                    false,
                    1);
        }

        private static Optional<Long> estimationRounds(BlockTerms block) {
            return switch (block) {
                case BlockParameters chsh -> Optional.empty();
                case NoSignalBlock chained -> Optional.of(chained.estimationPairs());
                case SelfTestBlock selfTest -> Optional.of(selfTest.testRounds());
            };
        }

        private static IllegalArgumentException missing(String field) {
            return new IllegalArgumentException(field + ": missing");
        }

        static Terms of(BlockPlan plan) {
            return new Terms(
                    plan.parameters().theorem().claimId(),
                    plan.parameters().theorem().assumptions(),
                    Json.MAPPER.valueToTree(plan.freeParameters()),
                    plan.code(),
                    plan.block() instanceof BlockParameters chsh
                            ? Optional.of(chsh.winThreshold())
                            : Optional.empty(),
                    plan.maxLostTestRounds(),
                    plan.block().rawKeyBits(),
                    estimationRounds(plan.block()),
                    plan.leakedBits(),
                    plan.block().epsilon(),
                    plan.keyBits());
        }
    }

    /** Rounds with equal and different outcomes at settings x and y. */
    public record Cell(int x, int y, long equal, long different) {}

    /**
     * Bob's counts; the key length takes them for published.
     *
     * @param testRounds by settings, of CHSH; empty with other games
     * @param allTestRounds that count for the score
     */
    public record Counts(
            List<Cell> testRounds,
            long allTestRounds,
            long lostTestRounds,
            long keyRounds,
            long keyErrors) {
        public Counts {
            testRounds = List.copyOf(testRounds);
        }

        static Counts of(BlockStatistics statistics) {
            return new Counts(
                    switch (statistics) {
                        case ChshStatistics chsh -> cells(chsh);
                        case GeneralisedStatistics generalised -> cells(generalised.counts());
                        case ChainedStatistics chained -> List.of();
                        case BdStatistics levels -> List.of();
                    },
                    statistics.testRounds(),
                    statistics.lostTestRounds(),
                    statistics.keyRounds(),
                    statistics.keyErrors());
        }

        private static List<Cell> cells(ChshStatistics statistics) {
            List<Cell> cells = new ArrayList<>();
            for (int x = 0; x < 2; x++) {
                for (int y = 0; y < 2; y++) {
                    long equal = statistics.equalTestRounds(x, y);
                    cells.add(new Cell(x, y, equal, statistics.testRounds(x, y) - equal));
                }
            }
            return cells;
        }
    }

    static BlockCertificate of(
            EndedBlock ended, String node, End end, String version, String signerSha256) {
        BlockResult result = ended.result();
        return new BlockCertificate(
                FORMAT,
                result.block(),
                node,
                end,
                version,
                result.ended().minusMillis(Math.round(result.seconds() * 1000)),
                result.ended(),
                result.outcome(),
                result.reason(),
                ended.parameters(),
                result.frameRounds(),
                ended.plan().map(Terms::of),
                ended.statistics().map(Counts::of),
                result.lostSignals(),
                keyed(ended.outcome()).map(BlockOutcome.Accepted::keyBits).orElse(0L),
                keyed(ended.outcome()).flatMap(BlockCertificate::announced),
                ended.outcome() instanceof BlockOutcome.Accepted done
                        ? Optional.of(done.partition())
                        : Optional.empty(),
                ended.transcriptDigest().map(HexFormat.of()::formatHex).orElse(""),
                signerSha256);
    }

    private static Optional<BlockOutcome.Accepted> keyed(BlockOutcome outcome) {
        return switch (outcome) {
            case BlockOutcome.Accepted accepted -> Optional.of(accepted);
            case BlockOutcome.Aborted aborted -> Optional.empty();
            case BlockOutcome.Laboratory laboratory -> Optional.empty();
            case BlockOutcome.Undecided undecided -> Optional.of(undecided.ifDeliverable());
        };
    }

    private static Optional<Long> announced(BlockOutcome.Accepted accepted) {
        return accepted.announcedLostTestRounds().isPresent()
                ? Optional.of(accepted.announcedLostTestRounds().getAsLong())
                : Optional.empty();
    }
}
