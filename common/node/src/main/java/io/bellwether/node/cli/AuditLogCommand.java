package io.bellwether.node.cli;

import io.bellwether.keydelivery.AuditChain;
import io.bellwether.node.ExitCode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** Checks the chains of audit trails. */
@Command(
        name = "audit-log",
        mixinStandardHelpOptions = true,
        exitCodeList = {
            "0:all are whole",
            "64:the command line is wrong, or a file cannot be read",
            "70:one is not whole"
        },
        description = {
            "Checks that no line of an audit trail was changed or taken out.",
            "Trails are node-audit.jsonl and admin-audit.jsonl in a node's data directory, whose"
                    + " lines each hold the SHA-256 of the one before.",
            "That the last lines were cut off does not show in a file: keep the digest that is"
                    + " printed elsewhere, and look for it later.",
            ""
        },
        footer = {
            "",
            "Example:",
            "  bellwether audit-log pair/alice/data/node-audit.jsonl"
                    + " pair/alice/data/admin-audit.jsonl"
        })
final class AuditLogCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "audit trails")
    private List<Path> files;

    @Override
    public Integer call() {
        boolean whole = true;
        for (Path file : files) {
            AuditChain chain = read(file);
            whole &= chain instanceof AuditChain.Whole;
            spec.commandLine().getOut().println(file + ": " + describe(chain));
        }
        return (whole ? ExitCode.OK : ExitCode.FAILED).code();
    }

    private static AuditChain read(Path file) {
        try {
            return AuditChain.read(file);
        } catch (IOException e) {
            throw new Refused(
                    ExitCode.USAGE, "FILE: %s; limit a readable audit trail".formatted(file));
        }
    }

    private static String describe(AuditChain chain) {
        return switch (chain) {
            case AuditChain.Whole(long lines, String lastDigest) ->
                    "whole, %,d lines; the last has the digest %s".formatted(lines, lastDigest);
            case AuditChain.Broken(long line) ->
                    ("BROKEN: line %,d does not hold the digest of the line before it, so one of"
                                    + " the two was changed, or one between them taken out")
                            .formatted(line);
        };
    }
}
