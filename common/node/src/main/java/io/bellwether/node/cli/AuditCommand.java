package io.bellwether.node.cli;

import com.fasterxml.jackson.core.JsonProcessingException;

import io.bellwether.node.ExitCode;
import io.bellwether.node.audit.AuditResult;
import io.bellwether.node.audit.CertificateAudit;
import io.bellwether.node.status.Json;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** Checks security certificates of blocks. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        exitCodeList = {
            "0:all hold",
            "64:the command line is wrong, or a file or folder is not there",
            "70:one does not hold"
        },
        description = {
            "Checks the security certificates of blocks, which a node writes to"
                    + " audit.certificates.",
            "The signature, every sum, and the key length, computed again from what is certified."
                    + " A certificate in which one byte was changed does not hold.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  bellwether audit pair/bob/data/certificates --authority pair/bob/link-ca.crt",
            "  bellwether audit pair/alice/data/certificates --json",
            "",
            "A certificate holds no key bit. Bob's holds the counts behind S and QBER, which the"
                    + " key length takes for published."
        })
final class AuditCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "certificates, or folders of certificates")
    private List<Path> files;

    @Option(
            names = "--authority",
            paramLabel = "PEM",
            description =
                    "the authority that must have issued the signer's certificate"
                            + " (link.trustedAuthority); without it any signer is taken")
    private Path authority;

    @Option(names = "--json", description = "print one JSON array")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        CertificateAudit audit = audit();
        List<AuditResult> results = new ArrayList<>();
        for (Path file : certificates()) {
            results.add(audit.audit(file.toString(), Files.readAllBytes(file)));
        }
        if (results.isEmpty()) {
            throw new Refused(ExitCode.USAGE, "no certificate (*.json) was found");
        }
        print(results);
        return results.stream().allMatch(AuditResult::holds)
                ? ExitCode.OK.code()
                : ExitCode.FAILED.code();
    }

    private CertificateAudit audit() {
        if (authority == null) {
            return CertificateAudit.ofAnySigner();
        }
        try {
            return CertificateAudit.issuedBy(authority);
        } catch (IOException e) {
            throw new Refused(ExitCode.USAGE, "--authority: " + e.getMessage());
        }
    }

    private List<Path> certificates() throws IOException {
        List<Path> certificates = new ArrayList<>();
        for (Path named : files) {
            if (Files.isDirectory(named)) {
                try (Stream<Path> below = Files.walk(named)) {
                    below.filter(file -> file.toString().endsWith(".json"))
                            .sorted()
                            .forEach(certificates::add);
                }
            } else if (Files.isRegularFile(named)) {
                certificates.add(named);
            } else {
                throw new Refused(ExitCode.USAGE, named + ": no such file or folder");
            }
        }
        return certificates;
    }

    private void print(List<AuditResult> results) throws JsonProcessingException {
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.MAPPER.writeValueAsString(results));
            return;
        }
        results.forEach(result -> out.println(describe(result)));
        Optional<AuditResult> unchecked =
                results.stream().filter(result -> !result.signerKnown()).findFirst();
        if (unchecked.isPresent()) {
            out.println("Whose signatures these are was not checked; --authority does.");
        }
    }

    private static String describe(AuditResult result) {
        if (!result.holds()) {
            return "%s: DOES NOT HOLD: %s"
                    .formatted(result.file(), String.join("; ", result.problems()));
        }
        String what =
                switch (result.outcome()) {
                    case "accepted" ->
                            "%d key bits by %s, epsilon %s"
                                    .formatted(
                                            result.keyBits(),
                                            result.theorem(),
                                            result.epsilonSoundness());
                    case "undecided" ->
                            "undecided; %d key bits if the other end stored it too"
                                    .formatted(result.keyBits());
                    default -> "no key, " + result.reason();
                };
        return "%s: holds: %s; %s; signed by %s at %s's end"
                .formatted(
                        result.file(),
                        what,
                        result.frameRounds() == 1
                                ? "strictly sequential rounds"
                                : "the box is trusted within frames of %d rounds"
                                        .formatted(result.frameRounds()),
                        result.signer(),
                        result.end().name().toLowerCase(Locale.ROOT));
    }
}
