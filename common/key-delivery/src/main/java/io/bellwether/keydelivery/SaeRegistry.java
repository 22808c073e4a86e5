package io.bellwether.keydelivery;

import io.bellwether.foundation.End;
import io.bellwether.foundation.SaeId;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which SAEs exist, at which end, and which of them may share keys. The same at both ends. */
public final class SaeRegistry {
    private final Map<SaeId, Sae> saes = new HashMap<>();
    private final Map<SaeId, Set<SaeId>> partners = new HashMap<>();

    /**
     * @throws IllegalArgumentException if an id stands twice, or a pair names an SAE that does not
     *     exist
     */
    public SaeRegistry(Collection<Sae> saes, Collection<SaePair> pairs) {
        for (Sae sae : saes) {
            if (this.saes.put(sae.id(), sae) != null) {
                throw new IllegalArgumentException(
                        "saes: %s stands twice; limit once".formatted(sae.id()));
            }
            partners.put(sae.id(), new HashSet<>());
        }
        for (SaePair pair : pairs) {
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
        List<Sae> all = List.copyOf(saes);
        List<SaePair> pairs = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            for (int j = i + 1; j < all.size(); j++) {
                pairs.add(new SaePair(all.get(i).id(), all.get(j).id()));
            }
        }
        return new SaeRegistry(all, pairs);
    }

    public Optional<Sae> find(SaeId id) {
        return Optional.ofNullable(saes.get(id));
    }

    /** Whether both exist and may share keys. */
    public boolean mayShareKeys(SaeId one, SaeId other) {
        return partners.getOrDefault(one, Set.of()).contains(other);
    }

    /** The SAEs that fetch at an end: what {@code recordPeerReservations} asks for. */
    public Set<SaeId> at(End end) {
        Set<SaeId> there = new HashSet<>();
        saes.values().stream().filter(sae -> sae.end() == end).map(Sae::id).forEach(there::add);
        return Set.copyOf(there);
    }
}
