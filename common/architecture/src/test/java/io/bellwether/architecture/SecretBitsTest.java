package io.bellwether.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.architecture.planted.token.TalkativeSecret;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretBits;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.Serializable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** A secret does not reach a log, a message or a comparison by accident. */
class SecretBitsTest {
    private static final long LENGTH = 128;

    @Test
    @DisplayName("secret bits are neither compared nor shown")
    void secretBitsKeepQuiet() {
        assertThat(leaks(SecretBits.class, SecretBits::new)).isEmpty();
    }

    @Test
    @DisplayName("self-test: a secret with equals, hashCode and a telling toString leaks each time")
    void talkativeSecretIsCaught() {
        assertThat(leaks(TalkativeSecret.class, TalkativeSecret::new))
                .containsExactly(
                        "declares equals",
                        "declares hashCode",
                        "equals tells equal contents",
                        "is a record",
                        "toString depends on the contents");
    }

    private static <T> List<String> leaks(Class<T> type, Function<BitArray, T> make) {
        List<String> leaks = new ArrayList<>();
        Stream.of(type.getDeclaredMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .map(Method::getName)
                .filter(name -> name.equals("equals") || name.equals("hashCode"))
                .distinct()
                .sorted()
                .forEach(name -> leaks.add("declares " + name));
        T secret = make.apply(bits(0x5555_0123_4567_89abL));
        if (secret.equals(make.apply(bits(0x5555_0123_4567_89abL)))) {
            leaks.add("equals tells equal contents");
        }
        if (type.isRecord()) {
            leaks.add("is a record");
        }
        if (Serializable.class.isAssignableFrom(type)) {
            leaks.add("is serialisable");
        }
        if (!secret.toString().equals(make.apply(bits(0)).toString())) {
            leaks.add("toString depends on the contents");
        }
        return leaks;
    }

    private static BitArray bits(long word) {
        return BitArray.wrap(new long[] {word, ~word}, LENGTH);
    }
}
