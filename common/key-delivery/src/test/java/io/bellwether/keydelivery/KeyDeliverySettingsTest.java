package io.bellwether.keydelivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.foundation.End;
import io.bellwether.foundation.SaeId;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;

class KeyDeliverySettingsTest {
    private static final Sae ONE = new Sae(new SaeId("one"), End.ALICE);
    private static final Sae TWO = new Sae(new SaeId("two"), End.BOB);
    private static final Sae THREE = new Sae(new SaeId("three"), End.BOB);

    @Test
    @DisplayName("every problem of the settings is reported at once, with its limit")
    void allProblems() {
        TlsFiles tls = new TlsFiles(Path.of("a"), Path.of("b"), Path.of("c"));
        assertThatThrownBy(() ->
                        new KeyDeliverySettings(
                                " ",
                                65_536,
                                tls,
                                "",
                                "",
                                KeyLimits.defaults(),
                                IdentityMapping.commonName(),
                                SaeRegistry.allPairs(List.of()),
                                0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "host: ",
                        "port: 65536; limit 0 to 65535",
                        "kmeId: ",
                        "peerKmeId: ",
                        "retryAfterSeconds: 0; limit 1 to 3600");
    }

    @Test
    @DisplayName("limits that contradict each other are refused")
    void limits() {
        assertThatThrownBy(() -> new KeyLimits(256, 257, 1024, 1, 1, 0))
                .hasMessageContaining("minKeySizeBits: 257; limit a positive multiple of 8");
        assertThatThrownBy(() -> new KeyLimits(256, 512, 1024, 1, 1, 0))
                .hasMessageContaining("keySizeBits: 256; limit minKeySizeBits 512");
        assertThatThrownBy(() -> new KeyLimits(256, 64, 128, 1, 1, 0))
                .hasMessageContaining("maxKeySizeBits 128");
        assertThatThrownBy(() -> new KeyLimits(256, 64, 1024, 0, 1, 0))
                .hasMessageContaining("maxKeysPerRequest: 0; limit at least 1");
    }

    @Test
    @DisplayName(
            "only SAEs of a pair may share keys, in both directions, and never with themselves")
    void pairs() {
        var registry =
                new SaeRegistry(List.of(ONE, TWO, THREE), List.of(new SaePair(ONE.id(), TWO.id())));
        assertThat(registry.mayShareKeys(ONE.id(), TWO.id())).isTrue();
        assertThat(registry.mayShareKeys(TWO.id(), ONE.id())).isTrue();
        assertThat(registry.mayShareKeys(ONE.id(), THREE.id())).isFalse();
        assertThat(registry.mayShareKeys(ONE.id(), ONE.id())).isFalse();
        assertThat(registry.mayShareKeys(new SaeId("x"), ONE.id())).isFalse();
        assertThat(registry.at(End.BOB)).containsExactlyInAnyOrder(TWO.id(), THREE.id());
        assertThat(SaeRegistry.allPairs(List.of(ONE, TWO)).mayShareKeys(TWO.id(), ONE.id()))
                .isTrue();
    }

    @Test
    @DisplayName("a registry with an SAE twice, or a pair of strangers, is refused")
    void brokenRegistry() {
        assertThatThrownBy(() -> new SaeRegistry(List.of(ONE, ONE), List.of()))
                .hasMessageContaining("one stands twice");
        assertThatThrownBy(() ->
                        new SaeRegistry(List.of(ONE), List.of(new SaePair(ONE.id(), TWO.id()))))
                .hasMessageContaining("two is not among the saes");
        assertThatThrownBy(() -> new SaePair(ONE.id(), ONE.id()))
                .hasMessageContaining("one with itself");
    }
}
