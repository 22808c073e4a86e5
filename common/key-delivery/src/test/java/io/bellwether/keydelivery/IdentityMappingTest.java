package io.bellwether.keydelivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.foundation.End;
import io.bellwether.foundation.SaeId;

import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

class IdentityMappingTest {
    private static final SaeId SAE = new SaeId("sae-1");
    private static final SaeId OTHER = new SaeId("sae-2");

    private final TestAuthority authority = new TestAuthority("test authority");
    private final SaeRegistry registry =
            SaeRegistry.allPairs(List.of(new Sae(SAE, End.ALICE), new Sae(OTHER, End.BOB)));

    @Test
    @DisplayName("by default the common name is the SAE id, and alternative names mean nothing")
    void commonName() {
        GeneralName other = new GeneralName(GeneralName.dNSName, "sae-2");
        assertThat(IdentityMapping.commonName().identify(certificate("sae-1", other), registry))
                .contains(SAE);
        assertThat(IdentityMapping.commonName().identify(certificate("sae-9", other), registry))
                .isEmpty();
        assertThat(IdentityMapping.commonName().identify(certificate("SAE-1"), registry)).isEmpty();
    }

    @Test
    @DisplayName("a certificate with two common names that are both registered names nobody")
    void twoCommonNames() {
        assertThat(IdentityMapping.commonName().identify(certificate("sae-1,CN=sae-2"), registry))
                .isEmpty();
    }

    @Test
    @DisplayName("a URI, a DNS name, a fingerprint or a serial number identifies when selected")
    void selectors() throws Exception {
        X509Certificate certificate =
                certificate(
                        "someone",
                        new GeneralName(GeneralName.uniformResourceIdentifier, "urn:sae:1"),
                        new GeneralName(GeneralName.dNSName, "sae-1.example"));
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        BigInteger serial = certificate.getSerialNumber();
        Map<IdentitySelector, String> values =
                Map.of(
                        IdentitySelector.SAN_URI,
                        "urn:sae:1",
                        IdentitySelector.SAN_DNS,
                        "sae-1.example",
                        IdentitySelector.SHA256_FINGERPRINT,
                        HexFormat.of().formatHex(digest),
                        IdentitySelector.SERIAL,
                        serial.toString(16));
        values.forEach((selector, value) -> {
            var mapping = new IdentityMapping(selector, Map.of(value, SAE));
            assertThat(mapping.identify(certificate, registry)).as(selector.name()).contains(SAE);
            assertThat(mapping.identify(certificate("someone"), registry))
                    .as("%s of another certificate", selector)
                    .isEmpty();
        });
    }

    @Test
    @DisplayName("several alternative names are fine as long as they name one registered SAE")
    void severalAlternativeNames() {
        var mapping = new IdentityMapping(IdentitySelector.SAN_DNS, Map.of("alias", SAE));
        var one = new GeneralName(GeneralName.dNSName, "sae-1");
        var alias = new GeneralName(GeneralName.dNSName, "alias");
        var unknown = new GeneralName(GeneralName.dNSName, "unknown");
        var other = new GeneralName(GeneralName.dNSName, "sae-2");
        assertThat(mapping.identify(certificate("x", one, alias, unknown), registry)).contains(SAE);
        assertThat(mapping.identify(certificate("x", one, other), registry)).isEmpty();
    }

    @Test
    @DisplayName("a mapped value that leads to an unregistered SAE names nobody")
    void unregistered() {
        var mapping =
                new IdentityMapping(
                        IdentitySelector.COMMON_NAME, Map.of("sae-1", new SaeId("gone")));
        assertThat(mapping.identify(certificate("sae-1"), registry)).isEmpty();
    }

    private X509Certificate certificate(String commonName, GeneralName... names) {
        return authority.issue(commonName, names).certificate();
    }
}
