package io.bellwether.node.simulation;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Runs histories one after the other, inside an {@link InstrumentedLoader}. Seen from outside it is
 * a function of JDK types: seed and journal to the fields of a {@link SeedResult}.
 */
public final class SeedRunner implements BiFunction<Long, Consumer<String>, Object[]>, Runnable {
    private final Stores stores;

    public SeedRunner() throws IOException, SQLException {
        stores = new Stores();
    }

    @Override
    public Object[] apply(Long seed, Consumer<String> journal) {
        try {
            var world = new World(seed, stores.emptied(), journal);
            world.run();
            Tally tally = world.tally();
            return new SeedResult(
                            seed,
                            world.oracle().violation().map(SeedRunner::text).orElse(""),
                            tally.steps,
                            tally.kills,
                            tally.keys,
                            tally.blocks)
                    .fields();
        } catch (SQLException e) {
            throw new IllegalStateException("the simulated stores cannot be emptied", e);
        }
    }

    private static String text(Violation violation) {
        if (violation.getCause() == null) {
            return violation.getMessage();
        }
        var text = new StringWriter();
        violation.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** Closes the stores: the last thing it is asked to do. */
    @Override
    public void run() {
        try {
            stores.close();
        } catch (SQLException e) {
            throw new IllegalStateException("the simulated stores cannot be closed", e);
        }
    }
}
