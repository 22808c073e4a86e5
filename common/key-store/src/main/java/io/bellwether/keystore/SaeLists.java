package io.bellwether.keystore;

import io.bellwether.foundation.SaeId;

import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lists of SAEs in one column: an SAE id holds no control character, so a line feed separates them.
 */
final class SaeLists {
    private SaeLists() {}

    static List<SaeId> distinct(List<SaeId> saes) {
        if (new HashSet<>(saes).size() != saes.size()) {
            throw new IllegalArgumentException("slaves: an SAE is named twice; limit once");
        }
        return List.copyOf(saes);
    }

    static String join(Stream<SaeId> saes) {
        return saes.map(SaeId::value).collect(Collectors.joining("\n"));
    }

    static String join(List<SaeId> saes) {
        return join(saes.stream());
    }

    static List<SaeId> split(String column) {
        return column.isEmpty() ? List.of() : column.lines().map(SaeId::new).toList();
    }
}
