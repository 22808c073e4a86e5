package io.bellwether.node.config;

import io.bellwether.foundation.End;

import java.nio.file.Path;

/**
 * Which node this is.
 *
 * @param end of the link
 * @param name the KME ID, 1 to 255 printable characters; the common name of its link certificate
 * @param role what this process does of the node's work
 * @param dataDirectory where the process keeps what it writes; one at a time may use it
 */
public record IdentityConfiguration(End end, String name, Role role, Path dataDirectory) {
    public static final String DEFAULT_DATA_DIRECTORY = "data";

    /** The engine makes keys with the peer; delivery hands them to applications. */
    public enum Role {
        BOTH,
        ENGINE,
        DELIVERY
    }

    static IdentityConfiguration read(Section section) {
        IdentityConfiguration node =
                new IdentityConfiguration(
                        section.requiredChoice("end", End.class, End.ALICE),
                        section.name("name"),
                        section.choice("role", Role.class, Role.BOTH),
                        section.path(
                                "dataDirectory", section.folder().resolve(DEFAULT_DATA_DIRECTORY)));
        section.close();
        return node;
    }
}
