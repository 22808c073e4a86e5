package io.bellwether.node.config;

import java.nio.file.Path;
import java.util.Optional;

/** Where the box is. */
public sealed interface BoxLocation {
    /** A {@code device/v1} server on a loopback address. */
    record Loopback(HostAndPort address) implements BoxLocation {
        @Override
        public String toString() {
            return address.toString();
        }
    }

    /** A {@code device/v1} server on a unix socket, with an absolute path. */
    record UnixSocket(Path path) implements BoxLocation {
        @Override
        public String toString() {
            return "unix:" + path;
        }
    }

    /** A file of rounds that an experiment recorded. */
    record Recording(Path csv) implements BoxLocation {
        @Override
        public String toString() {
            return csv.toString();
        }
    }

    /** The live box that {@code text} names; empty when it names none on this machine. */
    static Optional<BoxLocation> live(Section section, String text) {
        if (text.startsWith("unix:")) {
            return section.resolve(text.substring("unix:".length())).map(UnixSocket::new);
        }
        return HostAndPort.parse(text)
                .filter(address -> address.isLoopback() && address.port() > 0)
                .map(Loopback::new);
    }
}
