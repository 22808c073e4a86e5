package io.bellwether.node.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.bellwether.channel.AuditEntry;
import io.bellwether.channel.Direction;
import io.bellwether.channel.LedgerEvent;
import io.bellwether.channel.PoolSummary;
import io.bellwether.channel.Use;
import io.bellwether.node.ExitCode;
import io.bellwether.node.status.Json;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** The ledger's audit listing, whether the node runs or not. */
@Command(
        name = "list",
        aliases = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Lists what the bits of a node's pool were used for: range, direction, purpose, block,"
                    + " time. No bit of the pool. At least the last 4096 changes, oldest first.",
            ""
        })
final class PoolListCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "CONFIGURATION", description = "the node's")
    private Path file;

    @Option(
            names = "--last",
            paramLabel = "N",
            defaultValue = "20",
            description = "only the last N changes; 0 for all (default ${DEFAULT-VALUE})")
    private int last;

    @Option(names = "--json", description = "the listing as one JSON object")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Path pool = PoolCommand.configuration(file).authentication().pool();
        PoolSummary summary = PoolSummary.read(pool);
        List<AuditEntry> entries = summary.entries();
        int from = last == 0 ? 0 : Math.max(0, entries.size() - last);
        ObjectNode listing = describe(summary);
        var changes = listing.putArray("changes");
        entries.subList(from, entries.size()).forEach(entry -> changes.add(describe(entry)));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(listing);
        } else {
            print(out, listing);
        }
        out.flush();
        return ExitCode.OK.code();
    }

    private static ObjectNode describe(PoolSummary summary) {
        return Json.MAPPER
                .createObjectNode()
                .put("poolId", summary.poolId().toString())
                .put("origin", summary.origin().label())
                .put("capacityBits", summary.capacityBits())
                .put("aliceToBobUsedBits", summary.aliceToBobMark())
                .put("bobToAliceUsedBits", summary.bobToAliceMark())
                .put("aliceToBobRemainingBits", summary.remainingBits(Direction.ALICE_TO_BOB))
                .put("bobToAliceRemainingBits", summary.remainingBits(Direction.BOB_TO_ALICE))
                .put("lineage", summary.lineage());
    }

    private static ObjectNode describe(AuditEntry entry) {
        ObjectNode change =
                Json.MAPPER
                        .createObjectNode()
                        .put("sequence", entry.sequence())
                        .put("time", entry.time().toString());
        LedgerEvent event = entry.event();
        switch (event) {
            case LedgerEvent.Reserved used ->
                    use(change.put("change", "sent"), used.direction(), used.use());
            case LedgerEvent.Claimed used ->
                    use(change.put("change", "received"), used.direction(), used.use());
            case LedgerEvent.Skipped skipped ->
                    change.put("change", "skipped").put("direction", skipped.direction().name());
            case LedgerEvent.Refilled refill ->
                    change.put("change", "refilled").put("block", refill.block().toString());
        }
        return change.put("fromBits", event.fromBits()).put("toBits", event.toBits());
    }

    private static void use(ObjectNode change, Direction direction, Use use) {
        change.put("direction", direction.name())
                .put("purpose", use.purpose().name().toLowerCase(Locale.ROOT));
        if (use.hasExchange()) {
            change.put("block", use.exchange().toString());
        }
    }

    private static void print(PrintWriter out, ObjectNode listing) {
        for (String field : List.of("poolId", "origin", "capacityBits", "lineage")) {
            out.printf("%-12s %s%n", field, listing.get(field).asText());
        }
        for (Direction direction : Direction.values()) {
            String name = direction == Direction.ALICE_TO_BOB ? "aliceToBob" : "bobToAlice";
            out.printf(
                    "%-12s %d bits used or skipped, %d left%n",
                    name,
                    listing.get(name + "UsedBits").asLong(),
                    listing.get(name + "RemainingBits").asLong());
        }
        listing.get("changes")
                .forEach(change ->
                        out.printf(
                                "%6d  %-24s  %-8s  %-12s  %9d to %9d  %-14s  %s%n",
                                change.get("sequence").asLong(),
                                change.get("time").asText(),
                                change.get("change").asText(),
                                change.path("direction").asText(),
                                change.get("fromBits").asLong(),
                                change.get("toBits").asLong(),
                                change.path("purpose").asText(),
                                change.path("block").asText()));
    }
}
