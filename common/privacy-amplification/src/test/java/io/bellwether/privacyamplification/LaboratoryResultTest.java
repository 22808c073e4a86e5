package io.bellwether.privacyamplification;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.bell.GeneralisedChsh;
import io.bellwether.estimation.AcceptedEstimate;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretBits;
import io.bellwether.foundation.Workers;
import io.bellwether.securityproof.AsymptoticLength;
import io.bellwether.securityproof.BlockParameters;
import io.bellwether.securityproof.EpsilonBudget;
import io.bellwether.verification.Comparison;
import io.bellwether.verification.Verification;
import io.bellwether.verification.VerifiedKey;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.StringWriter;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** An uncertified key is a fingerprint, and its length is of a type that no key is made with. */
class LaboratoryResultTest {
    private static final int BITS = 4000;

    private static VerifiedKey key(long seed) {
        var random = new SplittableRandom(seed);
        BitArray bits = BitArray.wrap(random.longs(BitArray.wordsFor(BITS)).toArray(), BITS);
        var key = new SecretBits(bits);
        BitArray hashSeed = BitArray.ofLength(Verification.seedBits(BITS));
        BitArray tag = Verification.challenge(key, hashSeed).tag();
        return ((Comparison.Equal) Verification.verify(key, hashSeed, tag)).key();
    }

    private static AsymptoticLength length(double value) {
        return AsymptoticLength.of(
                new BlockParameters(BITS, 0.1, 0, 100, new EpsilonBudget(1e-10, 1e-18, 1e-20)),
                new GeneralisedChsh(1, 1),
                value);
    }

    private static LaboratoryResult result(long keySeed) {
        AsymptoticLength length = length(2.7);
        BitArray seed = BitArray.ofLength(ToeplitzHash.seedBits(BITS, length.bits()));
        var random = new SplittableRandom(9);
        for (long i = 0; i < seed.length(); i++) {
            seed.set(i, random.nextBoolean());
        }
        var estimate =
                AcceptedEstimate.statedByPeer(
                        length.block().maxLostTestRounds(), OptionalLong.empty());
        return LaboratoryResult.of(key(keySeed), estimate, length, seed, Workers.ONE);
    }

    @Test
    @DisplayName(
            "equal keys have equal fingerprints, other keys others, and nothing else is left of"
                    + " them")
    void digest() {
        assertThat(result(1)).isEqualTo(result(1));
        assertThat(result(1).fingerprint()).hasSize(32).isNotEqualTo(result(2).fingerprint());
        assertThat(result(1).describe()).startsWith("UNCERTIFIED").contains("not delivered");
        assertThat(
                        Arrays.stream(LaboratoryResult.class.getRecordComponents())
                                .map(RecordComponent::getType))
                .containsExactly(long.class, String.class, String.class);
    }

    @Test
    @DisplayName("the length is the asymptotic rate of the score, less what was published")
    void asymptoticLength() {
        // H(A|E) = 1 - h((1 + sqrt(S^2/4 - 1))/2) = 0.7287 at S = 2.7, in 3600 key rounds
        assertThat(length(2.7).bits()).isBetween(2515L, 2530L);
        assertThat(length(1.9).bits()).isZero();
        assertThat(length(2.7))
                .hasToString(
                        length(2.7).bits()
                                + " uncertified bits (RATE-CHSH-ASYMMETRIC, asymptotic)");
    }

    @Test
    @DisplayName("a key of uncertified length does not compile")
    void doesNotCompile() {
        assertThat(errors("io.bellwether.securityproof.KeyLength.Certified")).isEmpty();
        assertThat(errors("io.bellwether.securityproof.AsymptoticLength"))
                .singleElement()
                .satisfies(error -> assertThat(error).contains("incompatible types"));
    }

    /** What the compiler says about a key that is amplified to a length of this type. */
    private static List<String> errors(String lengthType) {
        String source =
                """
                class Attempt {
                    io.bellwether.foundation.SecretBits key(
                            io.bellwether.verification.VerifiedKey key,
                            io.bellwether.estimation.AcceptedEstimate estimate,
                            %s length,
                            io.bellwether.foundation.BitArray seed) {
                        return io.bellwether.privacyamplification.Amplification.amplify(
                                key, estimate, length, seed);
                    }
                }
                """
                        .formatted(lengthType);
        var file =
                new SimpleJavaFileObject(
                        URI.create("string:///Attempt.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreErrors) {
                        return source;
                    }
                };
        var found = new DiagnosticCollector<JavaFileObject>();
        ToolProvider.getSystemJavaCompiler()
                .getTask(
                        new StringWriter(),
                        null,
                        found,
                        List.of(
                                "-proc:none",
                                "-classpath",
                                System.getProperty("java.class.path"),
                                "-d",
                                System.getProperty("java.io.tmpdir")),
                        null,
                        List.of(file))
                .call();
        return found.getDiagnostics().stream()
                .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
                .map(d -> d.getMessage(null))
                .toList();
    }
}
