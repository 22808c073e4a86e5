package io.bellwether.protocol;

import io.bellwether.securityproof.ChosenParameters;
import io.bellwether.securityproof.KeylenNoSignal;
import io.bellwether.securityproof.KeylenRenyi;
import io.bellwether.securityproof.Theorem;

/**
 * Prints key lengths, leaked bits and thresholds of both kinds of variable length, a line for each
 * count. Run in Java machines that compile, order and fuse arithmetic differently.
 */
final class LengthTable {
    private static final double EPSILON_AUTHENTICATION = 1e-25;

    private LengthTable() {}

    public static void main(String[] arguments) {
        System.out.print(text());
    }

    static String text() {
        var text = new StringBuilder();
        var chsh = new Protocol.Chsh(Theorem.KEYLEN_RENYI_VARIABLE, 2.64, 0.018, 3, 0.01, 1);
        var free = new KeylenRenyi.FreeParameters(5.6e-4, 0.172, 187);
        for (long rounds : new long[] {1_000_003, 3_000_000}) {
            BlockPlan plan = plan(rounds, 13 / 256.0, SettingSource.ANNOUNCED, chsh, free);
            append(text, plan, new long[] {0, 9_001, plan.expectedLostTestRounds()});
        }
        for (int settings : new int[] {4, 7}) {
            BlockPlan plan =
                    plan(
                            10_000_000,
                            0.885,
                            SettingSource.INDEPENDENT,
                            new Protocol.Chained(settings, 0.001, 3),
                            new KeylenNoSignal.NoFreeParameters());
            append(text, plan, new long[] {0, 1_234, plan.expectedLostTestRounds()});
        }
        return text.toString();
    }

    private static BlockPlan plan(
            long rounds,
            double testProbability,
            SettingSource source,
            Protocol protocol,
            ChosenParameters free) {
        return BlockPlan.recomputed(
                new SessionParameters(
                        rounds, 262_144, testProbability, source, protocol, 1e-10, 0.1, 0.5),
                EPSILON_AUTHENTICATION,
                free);
    }

    private static void append(StringBuilder text, BlockPlan plan, long[] losses) {
        text.append(plan.code()).append('\n');
        for (long lost : losses) {
            text.append(
                    "%s: %d lost of at most %d, %d leaked: %d bits%n"
                            .formatted(
                                    plan.parameters().theorem(),
                                    lost,
                                    plan.maxLostTestRounds(),
                                    plan.leakedBits(),
                                    plan.keyBitsFor(lost)));
        }
    }
}
