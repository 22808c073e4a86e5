package io.bellwether.device.simulated;

import io.bellwether.bell.Behaviour;
import io.bellwether.bell.quantum.PhotonPairSource;

import java.util.List;

/** The unheralded photonic experiment. */
final class PhotonicModel {
    private PhotonicModel() {}

    /** Both sides use the same two angles; the key angle of Bob is Alice's angle 0. */
    static Physics pairSource(ParameterValues values) {
        PhotonPairSource source =
                new PhotonPairSource(
                        values.of("squeezing-h"),
                        values.of("squeezing-v"),
                        values.whole("modes"),
                        values.of("efficiency-alice"),
                        values.of("efficiency-bob"),
                        values.of("dark-counts"));
        double first = values.of("angle-0");
        double second = values.of("angle-1");
        Behaviour behaviour =
                source.behaviour(new double[] {first, second}, new double[] {first, second, first});
        return Physics.steady(
                "down-conversion without heralding, %.3g pairs a round, efficiencies %s and %s"
                        .formatted(
                                source.meanPairs(),
                                values.text("efficiency-alice"),
                                values.text("efficiency-bob")),
                2,
                behaviour,
                List.of(
                        Score.chsh(chshOfFirstDetectors(behaviour)),
                        Score.qber(QubitModels.KEY_SETTING, keyError(behaviour))));
    }

    /**
     * S = sum of +-(1 - 2 P(a = 1) - 2 P(b = 1) + 4 P(a = b = 1)), anything but 1 counting as 0.
     */
    private static double chshOfFirstDetectors(Behaviour p) {
        double s = 0;
        for (int x = 0; x < 2; x++) {
            for (int y = 0; y < 2; y++) {
                double e =
                        1
                                - 2 * p.aliceMarginal(1, x, y)
                                - 2 * p.bobMarginal(1, x, y)
                                + 4 * p.probability(1, 1, x, y);
                s += x * y == 1 ? -e : e;
            }
        }
        return s;
    }

    private static double keyError(Behaviour p) {
        int key = QubitModels.KEY_SETTING;
        return p.aliceMarginal(1, 0, key)
                + p.bobMarginal(1, 0, key)
                - 2 * p.probability(1, 1, 0, key);
    }
}
