package io.bellwether.node.cli;

import io.bellwether.foundation.SaeId;
import io.bellwether.keydelivery.Sae;
import io.bellwether.keydelivery.SaePair;
import io.bellwether.keydelivery.SaeRegistry;
import io.bellwether.node.ExitCode;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Registries of applications like one that is there, but for a change. */
final class RegistryChanges {
    private RegistryChanges() {}

    static SaeRegistry rebuilt(Collection<Sae> saes, Optional<List<SaePair>> pairs) {
        return pairs.map(listed -> new SaeRegistry(saes, listed))
                .orElseGet(() -> SaeRegistry.allPairs(saes));
    }

    static List<Sae> without(SaeRegistry registry, SaeId id) {
        return new ArrayList<>(
                registry.saes().stream().filter(sae -> !sae.id().equals(id)).toList());
    }

    static List<SaePair> withoutPair(SaeRegistry registry, SaePair gone) {
        return new ArrayList<>(
                registry.pairs().orElse(List.of()).stream()
                        .filter(pair -> !pair.joins(gone.one(), gone.other()))
                        .toList());
    }

    static SaeRegistry with(SaeRegistry registry, SaePair pair) {
        List<SaePair> pairs = withoutPair(registry, pair);
        pairs.add(pair);
        return rebuilt(registry.saes(), Optional.of(pairs));
    }

    static void requireKnown(SaeRegistry registry, SaeId id) {
        if (registry.find(id).isEmpty()) {
            throw new Refused(ExitCode.USAGE, "%s: no such SAE".formatted(id));
        }
    }
}
