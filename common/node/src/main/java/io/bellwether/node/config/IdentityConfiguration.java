package io.bellwether.node.config;

import io.bellwether.foundation.End;

import java.nio.file.Path;

/**
 * Which node this is.
 *
 * @param end of the link
 * @param name the KME ID, 1 to 255 printable characters; the common name of its link certificate
 * @param dataDirectory where the node keeps what it writes; one node at a time may use it
 */
public record IdentityConfiguration(End end, String name, Path dataDirectory) {
    public static final String DEFAULT_DATA_DIRECTORY = "data";

    static IdentityConfiguration read(Section section) {
        IdentityConfiguration node =
                new IdentityConfiguration(
                        section.requiredChoice("end", End.class, End.ALICE),
                        section.name("name"),
                        section.path(
                                "dataDirectory", section.folder().resolve(DEFAULT_DATA_DIRECTORY)));
        section.close();
        return node;
    }
}
