package io.bellwether.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.securityproof.Theorem;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Two nodes compare what they must hold alike. */
class SessionParametersTest {
    private static final SessionParameters OWN =
            new SessionParameters(
                    1_000_000,
                    100_000,
                    0.05,
                    SettingSource.ANNOUNCED,
                    new Protocol.Chsh(Theorem.KEYLEN_EAT_OXFORD, 2.7, 0.015, 3),
                    1e-10,
                    0.1,
                    0.5);

    static IntStream fields() {
        return IntStream.range(0, SessionParameters.class.getRecordComponents().length);
    }

    /** The own parameters with every field from {@code first} to {@code last} changed. */
    private static SessionParameters changed(int first, int last) throws Exception {
        RecordComponent[] components = SessionParameters.class.getRecordComponents();
        var values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            Object value = components[i].getAccessor().invoke(OWN);
            values[i] = i < first || i > last ? value : other(value);
        }
        Constructor<SessionParameters> constructor =
                SessionParameters.class.getDeclaredConstructor(
                        Arrays.stream(components)
                                .map(RecordComponent::getType)
                                .toArray(Class<?>[]::new));
        return constructor.newInstance(values);
    }

    private static Object other(Object value) {
        return switch (value) {
            case Long number -> number + 1;
            case Integer number -> number + 1;
            // The next number there is: nothing is rounded away before the comparison.
            case Double number -> Math.nextUp(number);
            case SettingSource source -> SettingSource.RECORDED;
            case Theorem theorem -> Theorem.KEYLEN_RENYI;
            case Protocol protocol -> new Protocol.Chained(7, 0, 3);
            default -> throw new IllegalArgumentException("a new kind of field: " + value);
        };
    }

    @Test
    @DisplayName("equal parameters have no difference")
    void equal() throws Exception {
        assertThat(OWN.firstDifference(changed(1, 0))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("fields")
    @DisplayName(
            "a difference in a single field, however small, is found and named with both values")
    void singleField(int field) throws Exception {
        RecordComponent component = SessionParameters.class.getRecordComponents()[field];
        SessionParameters theirs = changed(field, field);

        assertThat(OWN.firstDifference(theirs))
                .contains(
                        new SessionParameters.Difference(
                                component.getName(),
                                shown(component.getAccessor().invoke(OWN)),
                                shown(component.getAccessor().invoke(theirs))));
    }

    private static String shown(Object value) {
        return value instanceof Protocol protocol ? protocol.name() : String.valueOf(value);
    }

    static Stream<Arguments> otherModels() {
        return Stream.of(
                Arguments.of(
                        new Protocol.Chsh(Theorem.KEYLEN_RENYI, 2.7, 0.015, 3),
                        "theorem: KEYLEN_EAT_OXFORD here, KEYLEN_RENYI at the peer"),
                Arguments.of(
                        new Protocol.Chsh(Theorem.KEYLEN_EAT_OXFORD, 2.71, 0.015, 3),
                        "expectedChsh: 2.7 here, 2.71 at the peer"),
                Arguments.of(
                        new Protocol.Chsh(Theorem.KEYLEN_EAT_OXFORD, 2.7, 0.016, 3),
                        "expectedQber: 0.015 here, 0.016 at the peer"),
                Arguments.of(
                        new Protocol.Chsh(Theorem.KEYLEN_EAT_OXFORD, 2.7, 0.015, 4),
                        "thresholdSigmas: 3.0 here, 4.0 at the peer"),
                Arguments.of(
                        new Protocol.Chsh(Theorem.KEYLEN_EAT_OXFORD, 2.7, 0.015, 3, 0.1, 1),
                        "flipProbability: 0.0 here, 0.1 at the peer"),
                Arguments.of(
                        new Protocol.Chsh(Theorem.KEYLEN_EAT_OXFORD, 2.7, 0.015, 3, 0, 0.92),
                        "expectedEfficiency: 1.0 here, 0.92 at the peer"),
                Arguments.of(
                        new Protocol.Chsh(
                                Theorem.KEYLEN_EAT_OXFORD,
                                2.7,
                                0.015,
                                3,
                                0,
                                1,
                                ChoiceOfSettings.INDEPENDENT,
                                1),
                        "settingChoice: ANNOUNCED here, INDEPENDENT at the peer"),
                Arguments.of(
                        new Protocol.Chsh(
                                Theorem.KEYLEN_EAT_OXFORD,
                                2.7,
                                0.015,
                                3,
                                0,
                                1,
                                ChoiceOfSettings.ANNOUNCED,
                                2),
                        "boxPairs: 1 here, 2 at the peer"),
                Arguments.of(
                        new Protocol.Chained(7, 0, 3), "protocol: chsh here, chained at the peer"));
    }

    @ParameterizedTest
    @MethodSource("otherModels")
    @DisplayName("a difference in the protocol or its honest model is named")
    void otherModel(Protocol theirs, String difference) {
        assertThat(OWN.firstDifference(OWN.with(theirs)).orElseThrow()).hasToString(difference);
    }

    @ParameterizedTest
    @MethodSource("fields")
    @DisplayName("of several differences the first declared one is named")
    void firstOfMany(int field) throws Exception {
        RecordComponent[] components = SessionParameters.class.getRecordComponents();

        assertThat(
                        OWN.firstDifference(changed(field, components.length - 1))
                                .orElseThrow()
                                .parameter())
                .isEqualTo(components[field].getName());
    }

    @Test
    @DisplayName("a difference reads as a sentence for an operator")
    void inWords() throws Exception {
        assertThat(OWN.firstDifference(changed(1, 1)).orElseThrow())
                .hasToString("chunkRounds: 100000 here, 100001 at the peer");
    }
}
