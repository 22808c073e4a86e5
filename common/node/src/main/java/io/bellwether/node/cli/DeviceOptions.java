package io.bellwether.node.cli;

import io.bellwether.securityproof.planner.HonestDevice;
import io.bellwether.securityproof.planner.Sensitivity;

import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;

/** Options that say what a device does while nobody attacks it. */
final class DeviceOptions {
    private static final List<String> MODELS =
            List.of(
                    "oxford2022",
                    "munich2022",
                    "depolarised",
                    "limited-efficiency",
                    "fibre",
                    "heralded");

    /** Change of a visibility, an efficiency or a fidelity, of which more is not had at once. */
    private static final double HARDWARE_STEP = 0.01;

    @Option(
            names = "--model",
            description =
                    "oxford2022, munich2022, depolarised (--visibility), limited-efficiency"
                        + " (--efficiency), fibre (--distance-km), heralded (--fidelity); instead"
                        + " of --chsh and --qber")
    private String model;

    @Option(names = "--chsh", description = "expected CHSH value S, at most 2 sqrt 2")
    private Double chsh;

    @Option(names = "--qber", description = "error rate of the key rounds, in [0, 1]")
    private Double qber;

    @Option(names = "--visibility", description = "depolarised: weight of the ideal pair")
    private Double visibility;

    @Option(names = "--efficiency", description = "limited-efficiency: of either side")
    private Double efficiency;

    @Option(
            names = "--distance-km",
            description =
                    "fibre: between the nodes, source in the middle; heralded: lowers the rate")
    private Double distanceKm;

    @Option(
            names = "--attenuation",
            defaultValue = "0.2",
            description = "of the fibre, in dB/km (default: ${DEFAULT-VALUE})")
    private double decibelPerKm;

    @Option(names = "--fidelity", description = "heralded: fidelity F of the pair, v = (4F - 1)/3")
    private Double fidelity;

    @Option(
            names = "--rate",
            description = "rounds (pairs) per second; heralded: before the loss of the fibre")
    private Double rate;

    double attenuation() {
        return decibelPerKm;
    }

    boolean given() {
        return model != null || chsh != null || qber != null;
    }

    HonestDevice device() {
        requireUsed("--visibility", visibility, "depolarised");
        requireUsed("--efficiency", efficiency, "limited-efficiency");
        requireUsed("--distance-km", distanceKm, "fibre", "heralded");
        requireUsed("--fidelity", fidelity, "heralded");
        if (model == null) {
            return HonestDevice.ofStatistics(
                    "given", required("--chsh", chsh), required("--qber", qber));
        }
        if (chsh != null || qber != null) {
            throw new IllegalArgumentException("--model and --chsh or --qber exclude each other");
        }
        return switch (model) {
            case "oxford2022" -> HonestDevice.OXFORD_2022;
            case "munich2022" -> HonestDevice.MUNICH_2022;
            case "depolarised" -> HonestDevice.depolarised(required("--visibility", visibility));
            case "limited-efficiency" ->
                    HonestDevice.limitedEfficiency(required("--efficiency", efficiency));
            case "fibre" -> HonestDevice.fibre(required("--distance-km", distanceKm), decibelPerKm);
            case "heralded" -> HonestDevice.heralded(required("--fidelity", fidelity));
            default ->
                    throw new IllegalArgumentException(
                            "model = "
                                    + model
                                    + " is unknown; known are "
                                    + String.join(", ", MODELS));
        };
    }

    /** What a somewhat better or worse device would be, in the terms in which this one is given. */
    List<Sensitivity.Change> changes() {
        List<Sensitivity.Change> changes = new ArrayList<>();
        switch (model) {
            case "depolarised" ->
                    around(changes, "visibility", visibility, HonestDevice::depolarised);
            case "limited-efficiency" ->
                    around(changes, "efficiency", efficiency, HonestDevice::limitedEfficiency);
            case "heralded" -> around(changes, "fidelity", fidelity, HonestDevice::heralded);
            case null, default -> {}
        }
        if (distanceKm != null) {
            for (double to : new double[] {distanceKm / 2, distanceKm * 2}) {
                boolean lossy = model.equals("heralded");
                changes.add(
                        new Sensitivity.Change(
                                "distanceKm",
                                distanceKm,
                                to,
                                lossy ? device() : HonestDevice.fibre(to, decibelPerKm),
                                lossy ? passing(to) / passing(distanceKm) : 1));
            }
        }
        roundsPerSecond()
                .ifPresent(now ->
                        changes.add(new Sensitivity.Change("rate", now, 2 * now, device(), 2)));
        return changes;
    }

    private static void around(
            List<Sensitivity.Change> changes,
            String quantity,
            double now,
            DoubleFunction<HonestDevice> model) {
        // below a half there is no key anyway
        double worse = Math.max(0.5, now - HARDWARE_STEP);
        for (double to : new double[] {worse, Math.min(1, now + HARDWARE_STEP)}) {
            changes.add(new Sensitivity.Change(quantity, now, to, model.apply(to), 1));
        }
    }

    private double passing(double distanceKm) {
        return HonestDevice.transmission(distanceKm, decibelPerKm);
    }

    /** Rounds per second, where they are known. */
    OptionalDouble roundsPerSecond() {
        if (rate == null) {
            return switch (model) {
                case "oxford2022" -> OptionalDouble.of(HonestDevice.OXFORD_2022_RATE);
                case "munich2022" -> OptionalDouble.of(HonestDevice.MUNICH_2022_RATE);
                case null, default -> OptionalDouble.empty();
            };
        }
        if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("rate = " + rate + " is not above 0 and finite");
        }
        boolean lossy = "heralded".equals(model) && distanceKm != null;
        return OptionalDouble.of(lossy ? rate * passing(distanceKm) : rate);
    }

    /** What would change nothing must not look as if it did. */
    private void requireUsed(String option, Double value, String... models) {
        boolean known = model == null || MODELS.contains(model);
        if (value != null && known && !Arrays.asList(models).contains(model)) {
            throw new IllegalArgumentException(
                    "%s: %s; limit --model %s"
                            .formatted(option, value, String.join(" or ", models)));
        }
    }

    private <T> T required(String option, T value) {
        if (value == null) {
            throw new IllegalArgumentException(
                    model == null
                            ? "either --model, or --chsh and --qber are needed"
                            : option + " is needed for --model " + model);
        }
        return value;
    }
}
