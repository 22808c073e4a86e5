package io.bellwether.keydelivery;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What distinguishes two registries, in words for the audit trail. */
final class RegistryChanges {
    private static final Comparator<Sae> BY_ID = Comparator.comparing(sae -> sae.id().value());

    private RegistryChanges() {}

    static String between(SaeRegistry before, SaeRegistry after) {
        List<String> words = new ArrayList<>();
        before.saes().stream()
                .sorted(BY_ID)
                .filter(sae -> after.find(sae.id()).isEmpty())
                .forEach(sae -> words.add("removed " + sae.id()));
        after.saes().stream()
                .sorted(BY_ID)
                .forEach(sae -> {
                    Optional<Sae> old = before.find(sae.id());
                    if (old.isEmpty()) {
                        words.add("added " + describe(sae));
                    } else if (!old.get().equals(sae)) {
                        words.add("changed " + describe(old.get()) + " to " + describe(sae));
                    }
                });
        pairs(before, after, words);
        return words.isEmpty() ? "nothing" : String.join("; ", words);
    }

    private static void pairs(SaeRegistry before, SaeRegistry after, List<String> words) {
        if (after.pairs().isEmpty()) {
            if (before.pairs().isPresent()) {
                words.add("any two may share keys");
            }
            return;
        }
        if (before.pairs().isEmpty()) {
            words.add("only listed pairs may share keys");
        }
        List<SaePair> old = before.pairs().orElse(List.of());
        List<SaePair> now = after.pairs().get();
        now.stream()
                .filter(pair -> !contains(old, pair))
                .forEach(pair -> words.add("allowed " + pair.one() + " with " + pair.other()));
        old.stream()
                .filter(pair -> !contains(now, pair))
                .forEach(pair -> words.add("forbade " + pair.one() + " with " + pair.other()));
    }

    private static boolean contains(List<SaePair> pairs, SaePair pair) {
        return pairs.stream().anyMatch(other -> other.joins(pair.one(), pair.other()));
    }

    private static String describe(Sae sae) {
        StringBuilder words = new StringBuilder(sae.id() + " at " + sae.end());
        if (!sae.certificates().isEmpty()) {
            words.append(" certificates ").append(sae.certificates());
        }
        SaeLimits limits = sae.limits();
        limits.keySizeBits().ifPresent(bits -> words.append(" keySizeBits ").append(bits));
        limits.requestsPerSecond()
                .ifPresent(rate -> words.append(" requestsPerSecond ").append(rate));
        limits.keysPerDay().ifPresent(keys -> words.append(" keysPerDay ").append(keys));
        return words.toString();
    }
}
