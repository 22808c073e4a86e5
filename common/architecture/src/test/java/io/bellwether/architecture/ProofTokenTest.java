package io.bellwether.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.List;

/** Skipping a check must not compile; what compiles and should not is caught here. */
class ProofTokenTest {
    private static final String PLANTED = "io.bellwether.architecture.planted.token.";

    @Test
    @DisplayName(
            "a verified key, an accepted estimate and a certified length are made only at home")
    void tokensAreClosed() {
        assertThat(ProofTokenRules.TOKENS)
                .allSatisfy(token -> assertThat(HouseClasses.MAIN.contain(token)).isTrue());
        ProofTokenRules.madeOnlyInTheirPackage(ProofTokenRules.TOKENS).check(HouseClasses.MAIN);
    }

    @Test
    @DisplayName("self-test: a public constructor and a record are no tokens")
    void openTokensAreCaught() {
        ArchRule rule =
                ProofTokenRules.madeOnlyInTheirPackage(
                        List.of(PLANTED + "OpenToken", PLANTED + "RecordToken"));
        assertThat(violations(rule))
                .anySatisfy(v -> assertThat(v).contains("OpenToken.<init>()> is open"))
                .anySatisfy(v -> assertThat(v).contains("OpenToken is not a closed class"))
                .anySatisfy(v -> assertThat(v).contains("RecordToken.<init>()> is open"))
                .anySatisfy(v -> assertThat(v).contains("RecordToken is not a closed class"));
    }

    @Test
    @DisplayName("only Alice's session takes the peer's word for a token")
    void trustIsAlices() {
        ProofTokenRules.takenOnTrustOnlyByAlice().check(HouseClasses.MAIN);
        JavaClasses alice =
                HouseClasses.MAIN.that(
                        DescribedPredicate.describe(
                                "Alice's session",
                                type -> type.getName().equals(ProofTokenRules.TRUSTED)));
        assertThat(alice).as("the class that the rule exempts").hasSize(1);
    }

    @Test
    @DisplayName("self-test: taking the peer's word by call or by method reference is caught")
    void forgerIsCaught() {
        assertThat(violations(ProofTokenRules.takenOnTrustOnlyByAlice()))
                .anySatisfy(v -> assertThat(v).contains("Forger").contains("confirmedByPeer"))
                .anySatisfy(v -> assertThat(v).contains("Forger").contains("statedByPeer"));
    }

    @Test
    @DisplayName("every access to secret bits is spelled SecretAccess.to")
    void accessCanBeSearchedFor() {
        ProofTokenRules.accessIsSpelledOneWay().check(HouseClasses.MAIN);
    }

    @Test
    @DisplayName("self-test: an access token made by its constructor is caught")
    void unsearchableAccessIsCaught() {
        assertThat(violations(ProofTokenRules.accessIsSpelledOneWay()))
                .anySatisfy(v -> assertThat(v).contains("Forger.unsearchable()"));
    }

    private static List<String> violations(ArchRule rule) {
        return rule.evaluate(HouseClasses.planted("token")).getFailureReport().getDetails();
    }
}
