package io.bellwether.node.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.bellwether.node.ExitCode;
import io.bellwether.node.attack.AttackReport;
import io.bellwether.node.status.Json;

import java.util.List;
import java.util.Locale;

/** What came of several attacks: for people, for scripts, and for a shell. */
record AttackTable(List<AttackReport> reports) {
    /** An object for each, with name, verdict, expected, evidence and more. */
    ArrayNode json() {
        ArrayNode array = Json.MAPPER.createArrayNode();
        for (AttackReport report : reports) {
            ObjectNode object = array.addObject();
            object.put("name", report.name());
            object.put("verdict", report.verdict().toString());
            object.put("expected", report.expected().toString());
            object.put("tried", report.tried());
            object.put("observed", report.observed());
            object.put("seconds", report.seconds());
            object.set("evidence", Json.MAPPER.valueToTree(report.evidence()));
        }
        return array;
    }

    /** A line for each. */
    String text() {
        var text = new StringBuilder();
        for (AttackReport report : reports) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%-22s %-9s %5.0f s  %s%n",
                            report.name(),
                            report.verdict(),
                            report.seconds(),
                            report.asExpected() ? "as expected" : "EXPECTED " + report.expected()));
        }
        return text.toString();
    }

    /** OK only if every verdict is the expected one. */
    ExitCode exitCode() {
        return reports.stream().allMatch(AttackReport::asExpected) ? ExitCode.OK : ExitCode.FAILED;
    }
}
