package io.bellwether.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

import java.io.Serializable;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Types that exist only once a check has passed. */
final class ProofTokenRules {
    /** A verified key, an accepted estimate, a certified length. */
    static final List<String> TOKENS =
            List.of(
                    "io.bellwether.verification.VerifiedKey",
                    "io.bellwether.estimation.AcceptedEstimate",
                    "io.bellwether.securityproof.KeyLength$Certified");

    /** Alice takes Bob's word for both, after she has authenticated it; nobody else may. */
    private static final Set<String> TAKEN_ON_TRUST =
            Set.of(
                    "io.bellwether.estimation.AcceptedEstimate.statedByPeer",
                    "io.bellwether.verification.Challenge.confirmedByPeer");

    static final String TRUSTED = "io.bellwether.protocol.AliceSession";

    private ProofTokenRules() {}

    /** Nobody outside a token's package can make, extend or deserialise one. */
    static ArchRule madeOnlyInTheirPackage(List<String> tokens) {
        return ArchRuleDefinition.classes()
                .that(describe("are " + tokens, type -> tokens.contains(type.getName())))
                .should(
                        new ArchCondition<JavaClass>("be made only in their package") {
                            @Override
                            public void check(JavaClass token, ConditionEvents events) {
                                waysIn(token)
                                        .map(way -> SimpleConditionEvent.violated(token, way))
                                        .forEach(events::add);
                            }
                        });
    }

    private static Stream<String> waysIn(JavaClass token) {
        boolean closed =
                token.getModifiers().contains(JavaModifier.FINAL)
                        && !token.isRecord()
                        && !token.isAssignableTo(Cloneable.class)
                        && !token.isAssignableTo(Serializable.class);
        Stream<String> open =
                token.getConstructors().stream()
                        .filter(ProofTokenRules::isOpen)
                        .map(constructor -> constructor.getDescription() + " is open");
        return closed
                ? open
                : Stream.concat(Stream.of(token.getName() + " is not a closed class"), open);
    }

    private static boolean isOpen(JavaConstructor constructor) {
        return constructor.getModifiers().contains(JavaModifier.PUBLIC)
                || constructor.getModifiers().contains(JavaModifier.PROTECTED);
    }

    static ArchRule takenOnTrustOnlyByAlice() {
        return ArchRuleDefinition.noClasses()
                .that(describe("are not Alice's session", type -> !isTrusted(type)))
                .should()
                .accessTargetWhere(
                        describe(
                                "the peer's word is taken",
                                (JavaAccess<?> access) ->
                                        TAKEN_ON_TRUST.contains(
                                                access.getTargetOwner().getName()
                                                        + "."
                                                        + access.getTarget().getName())));
    }

    /** Reading secret bits can be searched for only while its token has one spelling. */
    static ArchRule accessIsSpelledOneWay() {
        String token = "io.bellwether.foundation.SecretAccess";
        return ArchRuleDefinition.noClasses()
                .that()
                .doNotHaveFullyQualifiedName(token)
                .should()
                .accessTargetWhere(
                        describe(
                                "SecretAccess is made without SecretAccess.to",
                                (JavaAccess<?> access) ->
                                        access.getTargetOwner().getName().equals(token)
                                                && access.getTarget().getName().equals("<init>")));
    }

    private static boolean isTrusted(JavaClass type) {
        return type.getName().equals(TRUSTED) || type.getName().startsWith(TRUSTED + "$");
    }
}
