package io.bellwether.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes the two records in {@code deploy/examples/delft2015} from the published counts. The paper
 * (Hensen et al., Nature 526, 682 (2015)) prints, per pair of settings, how many heralded trials
 * had equal and opposite outcomes. The order of the trials, and which of the two equal (or
 * opposite) pairs of outcomes occurred, are not printed; they are drawn here with a fixed seed.
 *
 * <p>Run with the directory as argument to write the files again.
 */
final class DelftRecords {
    private static final long SEED = 2015;

    private record Round(int x, int y, int a, int b) {}

    private final List<Round> rounds = new ArrayList<>();

    private DelftRecords(Path counts) throws IOException {
        Random random = new Random(SEED);
        List<String> lines =
                Files.readAllLines(counts).stream().filter(line -> !line.startsWith("#")).toList();
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split(",");
            int x = Integer.parseInt(fields[0]);
            int y = Integer.parseInt(fields[1]);
            add(x, y, 0, Integer.parseInt(fields[2]), random);
            add(x, y, 1, Integer.parseInt(fields[3]), random);
        }
        Collections.shuffle(rounds, random);
    }

    private void add(int x, int y, int difference, int count, Random random) {
        for (int i = 0; i < count; i++) {
            int a = random.nextInt(2);
            rounds.add(new Round(x, y, a, a ^ difference));
        }
    }

    static DelftRecords of(Path counts) throws IOException {
        return new DelftRecords(counts);
    }

    String alice() {
        return header("Alice") + rounds(round -> round.x() + "," + round.a());
    }

    String bob() {
        return header("Bob") + rounds(round -> round.y() + "," + round.b());
    }

    private String rounds(Function<Round, String> side) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < rounds.size(); i++) {
            lines.add(i + "," + side.apply(rounds.get(i)) + "\n");
        }
        return lines.stream().collect(Collectors.joining());
    }

    private static String header(String side) {
        return """
        # %s's side of the 245 trials of Hensen et al., Nature 526, 682 (2015), made from the published counts.
        # Order of the trials and the split of equal outcomes into 00 and 11 (opposite into 01 and 10) are not
        # published; they were drawn with a fixed seed.
        # Outcome relabelling for psi-minus: the paper's own choice of bases and signs, in which the counts are
        # printed. In it a trial is won when the outcomes are equal, and at settings (1, 1) when they are opposite,
        # which is a xor b = x and y with the outcomes +1 and -1 written as 0 and 1; nothing more is inverted.
        round,setting,outcome
        """
                .formatted(side);
    }

    /** Writes {@code alice.csv} and {@code bob.csv} next to the counts. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        DelftRecords records = of(directory.resolve("published-counts.csv"));
        Files.writeString(directory.resolve("alice.csv"), records.alice());
        Files.writeString(directory.resolve("bob.csv"), records.bob());
    }
}
