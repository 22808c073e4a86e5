package io.bellwether.keydelivery;

import io.bellwether.foundation.End;
import io.bellwether.foundation.SaeId;

import java.util.Set;

/**
 * An application that fetches keys, and the end at whose KME it does so.
 *
 * @param certificates values of the certificate field that stands for it; if there are none, the
 *     value is the SAE id itself
 */
public record Sae(SaeId id, End end, Set<String> certificates, SaeLimits limits) {
    public Sae {
        certificates = Set.copyOf(certificates);
    }

    /** An application whose certificate bears its id, held to nothing of its own. */
    public Sae(SaeId id, End end) {
        this(id, end, Set.of(), SaeLimits.NONE);
    }
}
