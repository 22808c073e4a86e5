package io.bellwether.keydelivery;

import io.bellwether.foundation.End;
import io.bellwether.foundation.SaeId;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which SAEs exist, at which end, and which of them may share keys. The same at both ends; does not
 * change: {@link SaeDirectory} holds the one that is in force.
 */
public final class SaeRegistry {
    private final Map<SaeId, Sae> saes = new HashMap<>();
    private final Map<SaeId, Set<SaeId>> partners = new HashMap<>();
    private final Map<String, SaeId> byCertificate = new HashMap<>();
    private final Optional<List<SaePair>> pairs;

    /**
     * @throws IllegalArgumentException if an id or a certificate stands twice, or a pair names an
     *     SAE that does not exist
     */
    public SaeRegistry(Collection<Sae> saes, Collection<SaePair> pairs) {
        this(saes, Optional.of(List.copyOf(pairs)));
    }

    private SaeRegistry(Collection<Sae> saes, Optional<List<SaePair>> pairs) {
        this.pairs = pairs;
        for (Sae sae : saes) {
            if (this.saes.put(sae.id(), sae) != null) {
                throw new IllegalArgumentException(
                        "saes: %s stands twice; limit once".formatted(sae.id()));
            }
            partners.put(sae.id(), new HashSet<>());
            for (String certificate : sae.certificates()) {
                if (byCertificate.put(certificate, sae.id()) != null) {
                    throw new IllegalArgumentException(
                            "certificates: %s stands for two SAEs; limit one"
                                    .formatted(certificate));
                }
            }
        }
        for (SaePair pair : pairs.orElse(List.of())) {
            partnersOf(pair.one()).add(pair.other());
            partnersOf(pair.other()).add(pair.one());
        }
    }

    private Set<SaeId> partnersOf(SaeId id) {
        Set<SaeId> known = partners.get(id);
        if (known == null) {
            throw new IllegalArgumentException("pairs: %s is not among the saes".formatted(id));
        }
        return known;
    }

    /** A registry in which any two SAEs may share keys. */
    public static SaeRegistry allPairs(Collection<Sae> saes) {
        return new SaeRegistry(saes, Optional.empty());
    }

    public Collection<Sae> saes() {
        return List.copyOf(saes.values());
    }

    /** The pairs that may share keys; empty if any two may. */
    public Optional<List<SaePair>> pairs() {
        return pairs;
    }

    public Optional<Sae> find(SaeId id) {
        return Optional.ofNullable(saes.get(id));
    }

    /** The SAE that a value of the certificate field was registered for. */
    Optional<SaeId> findByCertificate(String value) {
        return Optional.ofNullable(byCertificate.get(value));
    }

    /** Whether both exist and may share keys. */
    public boolean mayShareKeys(SaeId one, SaeId other) {
        return pairs.isPresent()
                ? partners.getOrDefault(one, Set.of()).contains(other)
                : !one.equals(other) && saes.containsKey(one) && saes.containsKey(other);
    }

    /** The SAEs that fetch at an end: what {@code recordPeerReservations} asks for. */
    public Set<SaeId> at(End end) {
        Set<SaeId> there = new HashSet<>();
        saes.values().stream().filter(sae -> sae.end() == end).map(Sae::id).forEach(there::add);
        return Set.copyOf(there);
    }
}
