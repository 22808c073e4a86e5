package io.bellwether.keydelivery;

import io.bellwether.foundation.SaeId;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.naming.InvalidNameException;

/**
 * From a client certificate to an SAE.
 *
 * @param selector the field that is looked at
 * @param saeByValue the SAE for a value of the field; a value that is not here is the SAE id itself
 */
public record IdentityMapping(IdentitySelector selector, Map<String, SaeId> saeByValue) {
    public IdentityMapping {
        saeByValue = Map.copyOf(saeByValue);
    }

    /** The common name is the SAE id. */
    public static IdentityMapping commonName() {
        return new IdentityMapping(IdentitySelector.COMMON_NAME, Map.of());
    }

    /** The registered SAE that the certificate names; empty if it names none, or more than one. */
    public Optional<SaeId> identify(X509Certificate certificate, SaeRegistry registry) {
        List<SaeId> named;
        try {
            named =
                    selector.select(certificate).stream()
                            .flatMap(value -> toSae(value, registry).stream())
                            .filter(id -> registry.find(id).isPresent())
                            .distinct()
                            .toList();
        } catch (GeneralSecurityException | InvalidNameException unreadable) {
            // a certificate whose names cannot be parsed names nobody
            return Optional.empty();
        }
        return named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
    }

    /**
     * What the registry names counts before the map. An SAE with certificates of its own is not
     * found by its id: whoever can get a certificate of that name is not it.
     */
    private Optional<SaeId> toSae(String value, SaeRegistry registry) {
        Optional<SaeId> registered = registry.findByCertificate(value);
        if (registered.isPresent()) {
            return registered;
        }
        SaeId mapped = saeByValue.get(value);
        return mapped == null
                ? byId(value)
                        .filter(id ->
                                registry.find(id)
                                        .filter(sae -> sae.certificates().isEmpty())
                                        .isPresent())
                : Optional.of(mapped);
    }

    private static Optional<SaeId> byId(String value) {
        return value.isEmpty()
                        || value.length() > 255
                        || value.chars().anyMatch(Character::isISOControl)
                ? Optional.empty()
                : Optional.of(new SaeId(value));
    }
}
