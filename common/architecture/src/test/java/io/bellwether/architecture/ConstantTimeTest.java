package io.bellwether.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A comparison that stops at the first difference tells by its time how far a guess was right. What
 * compares bytes says here why they are no secret; a secret is compared with {@code
 * MessageDigest.isEqual}. That {@code SecretBits} has no {@code equals} is {@link
 * SecretBitsTest}'s.
 */
class ConstantTimeTest {
    private static final Pattern STOPS_EARLY =
            Pattern.compile("(java\\.util\\.)?Arrays\\.(equals|mismatch|compare|deepEquals)");

    /** Who compares bytes in that way, and why that tells nothing. */
    private static final Map<String, String> NO_SECRET =
            Map.of(
                    "io.bellwether.node.simulation.Oracle",
                    "digests of transcripts of a simulation",
                    "io.bellwether.foundation.BitArray",
                    "holds public data; secret bits are in SecretBits, which has no equals",
                    "io.bellwether.device.RecordReader",
                    "a file's first bytes",
                    "io.bellwether.device.BinaryRecordReader",
                    "a file's header",
                    "io.bellwether.keystore.Blocks",
                    "the digest of a transcript that went over the wire",
                    "io.bellwether.keystore.Sealing",
                    "a constant that stands in the source, behind an authenticated decryption",
                    "io.bellwether.node.audit.CertificateFile",
                    "a certificate, which is public",
                    "io.bellwether.node.bootstrap.PoolHandshake",
                    "a protocol's label; the confirmation is compared in constant time");

    @Test
    @DisplayName("bytes that may be secret are compared in constant time")
    void comparisons() throws IOException {
        assertThat(violations(JavaSource.of(Checkout.current()), NO_SECRET)).isEmpty();
    }

    @Test
    @DisplayName(
            "self-test: an early comparison without a reason is caught, and a reason without need")
    void plantedComparisonIsCaught(@TempDir Path root) throws IOException {
        Path folder =
                Files.createDirectories(root.resolve("bob-node/src/main/java/io/bellwether/bob"));
        String code = "package io.bellwether.bob;\nclass %s { boolean b = %s; }\n";
        Files.writeString(
                folder.resolve("Early.java"),
                code.formatted("Early", "java.util.Arrays.equals(new byte[1], new byte[1])"));
        Files.writeString(
                folder.resolve("Steady.java"),
                code.formatted(
                        "Steady", "java.security.MessageDigest.isEqual(new byte[1], new byte[1])"));
        assertThat(violations(JavaSource.of(new Checkout(root)), Map.of("x.Gone", "none")))
                .containsExactly(
                        "io.bellwether.bob.Early: [java.util.Arrays.equals]",
                        "x.Gone: listed without need");
    }

    private static List<String> violations(List<JavaSource> sources, Map<String, String> reasons) {
        Map<String, List<String>> found = new TreeMap<>();
        for (JavaSource source : sources) {
            List<String> early =
                    source.names().stream()
                            .filter(name -> STOPS_EARLY.matcher(name).matches())
                            .toList();
            if (source.isMain() && !early.isEmpty()) {
                found.put(source.qualifiedName(), early);
            }
        }
        List<String> violations = new ArrayList<>();
        found.forEach((name, early) -> {
            if (!reasons.containsKey(name)) {
                violations.add(name + ": " + early);
            }
        });
        reasons.keySet().stream()
                .filter(name -> !found.containsKey(name))
                .forEach(name -> violations.add(name + ": listed without need"));
        return violations;
    }
}
