package io.bellwether.protocol;

import io.bellwether.bell.ChshGame;
import io.bellwether.securityproof.KeylenNoSignal;
import io.bellwether.securityproof.Theorem;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The protocols of the field that two nodes can run, each with its own honest model. A protocol
 * says which settings the boxes get, which rounds are for what, what the score is and which theorem
 * sizes the key; messages, states and order are the same for all of them.
 */
public sealed interface Protocol
        permits Protocol.Chsh,
                Protocol.Chained,
                GeneralisedProtocol,
                TwoBasesProtocol,
                SelfTestProtocol {
    /** As it stands in a configuration and on the wire. */
    String name();

    /** What sizes the key. */
    Theorem theorem();

    /** Standard deviations between the honest model and the threshold. */
    double thresholdSigmas();

    /** Alice's settings, numbered from 0. */
    int aliceSettings();

    /** Bob's settings, numbered from 0. */
    int bobSettings();

    /** Outcomes of either half, numbered from 0, without "no click". */
    default int outcomes() {
        return 2;
    }

    /** Whether each side draws its settings alone, and mismatches are sifted out. */
    boolean independentChoice();

    /** Pairs of boxes that are played one after the other and whose keys are added up. */
    int boxPairs();

    /** Every parameter by its name in the configuration. */
    Map<String, Object> named();

    /**
     * CHSH with two settings a side and a key setting of Bob.
     *
     * @param expectedChsh S of the honest model
     * @param expectedQber Q of the honest model in key rounds, before any preprocessing
     * @param flipProbability p of the noisy preprocessing: with this probability Alice flips an
     *     outcome of a key round, privately (Ho et al. 2020); 0 for none
     * @param expectedEfficiency eta with which either side's signals arrive: below 1, Bob's decoder
     *     is told where he had no click (Ma and Luetkenhaus 2012); 1 if it is not. S and Q are
     *     those of the mapped outcomes in either case
     * @param settingChoice announced, or independent where the theorem covers it; the test
     *     probability is then each side's
     * @param boxPairs k of Curty and Lo (2019): one of them must be honest
     */
    record Chsh(
            Theorem theorem,
            double expectedChsh,
            double expectedQber,
            double thresholdSigmas,
            double flipProbability,
            double expectedEfficiency,
            ChoiceOfSettings settingChoice,
            int boxPairs)
            implements Protocol {
        /** Without noisy preprocessing, and with a decoder that is not told of lost signals. */
        public Chsh(
                Theorem theorem, double expectedChsh, double expectedQber, double thresholdSigmas) {
            this(theorem, expectedChsh, expectedQber, thresholdSigmas, 0, 1);
        }

        public static final int MOST_BOX_PAIRS = 8;

        /**
         * @throws IllegalArgumentException when boxPairs is outside its range
         */
        public Chsh {
            if (boxPairs < 1 || boxPairs > MOST_BOX_PAIRS) {
                throw new IllegalArgumentException(
                        "boxPairs: %d; limit 1 to %d".formatted(boxPairs, MOST_BOX_PAIRS));
            }
        }

        /** With announced test rounds and one pair of boxes. */
        public Chsh(
                Theorem theorem,
                double expectedChsh,
                double expectedQber,
                double thresholdSigmas,
                double flipProbability,
                double expectedEfficiency) {
            this(
                    theorem,
                    expectedChsh,
                    expectedQber,
                    thresholdSigmas,
                    flipProbability,
                    expectedEfficiency,
                    ChoiceOfSettings.ANNOUNCED,
                    1);
        }

        /** How often Bob's guess of Alice's outcome is expected to be wrong in test rounds. */
        double expectedTestFlip() {
            return 1 - ChshGame.winRatioOf(expectedChsh);
        }

        /** What Bob's decoder expects. */
        ChshNoise noise() {
            return ChshNoise.of(this);
        }

        /** Whether another theorem is about blocks with settings chosen in this way. */
        public boolean isCoveredBy(Theorem other) {
            return !independentChoice() || other.coversIndependentChoice();
        }

        /** The same block under another theorem; without preprocessing if that covers none. */
        public Chsh under(Theorem other) {
            return new Chsh(
                    other,
                    expectedChsh,
                    expectedQber,
                    thresholdSigmas,
                    other.coversPreprocessing() ? flipProbability : 0,
                    expectedEfficiency,
                    settingChoice,
                    boxPairs);
        }

        @Override
        public String name() {
            return "chsh";
        }

        @Override
        public int aliceSettings() {
            return 2;
        }

        @Override
        public int bobSettings() {
            return 3;
        }

        @Override
        public boolean independentChoice() {
            return settingChoice == ChoiceOfSettings.INDEPENDENT;
        }

        @Override
        public Map<String, Object> named() {
            var named = new LinkedHashMap<String, Object>();
            named.put("theorem", theorem);
            named.put("expectedChsh", expectedChsh);
            named.put("expectedQber", expectedQber);
            named.put("thresholdSigmas", thresholdSigmas);
            named.put("flipProbability", flipProbability);
            named.put("expectedEfficiency", expectedEfficiency);
            named.put("settingChoice", settingChoice);
            named.put("boxPairs", boxPairs);
            return named;
        }
    }

    /**
     * The chained game of M settings a side, secure if nothing signals (Masanes, Renner,
     * Christandl, Winter, Barrett 2014). Alice's key setting is her setting 0, Bob's is a setting
     * of its own, M.
     *
     * @param settings M
     * @param expectedNoise xi of the honest model: visibility 1 - xi
     */
    record Chained(int settings, double expectedNoise, double thresholdSigmas) implements Protocol {
        public static final int LEAST_SETTINGS = 2;
        public static final int MOST_SETTINGS = 32;

        /**
         * @throws IllegalArgumentException when a value is outside its range, by name
         */
        public Chained {
            if (settings < LEAST_SETTINGS || settings > MOST_SETTINGS) {
                throw new IllegalArgumentException(
                        "settings: %d; limit %d to %d"
                                .formatted(settings, LEAST_SETTINGS, MOST_SETTINGS));
            }
            if (!(expectedNoise >= 0 && expectedNoise < 1)) {
                throw new IllegalArgumentException(
                        "expectedNoise: %s; limit 0 to below 1".formatted(expectedNoise));
            }
        }

        @Override
        public String name() {
            return "chained";
        }

        @Override
        public Theorem theorem() {
            return Theorem.KEYLEN_NOSIGNAL;
        }

        /** The number that stands for the key setting in announcements. */
        int keyChoice() {
            return settings;
        }

        /** W of the honest model. */
        double expectedLossRatio() {
            return KeylenNoSignal.expectedLossRatio(settings, expectedNoise);
        }

        @Override
        public int aliceSettings() {
            return settings;
        }

        @Override
        public int bobSettings() {
            return settings + 1;
        }

        @Override
        public boolean independentChoice() {
            return true;
        }

        @Override
        public int boxPairs() {
            return 1;
        }

        @Override
        public Map<String, Object> named() {
            var named = new LinkedHashMap<String, Object>();
            named.put("settings", settings);
            named.put("expectedNoise", expectedNoise);
            named.put("thresholdSigmas", thresholdSigmas);
            return named;
        }
    }
}
