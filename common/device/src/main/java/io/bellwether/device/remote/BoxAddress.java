package io.bellwether.device.remote;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Where a box is served. The box contract has no encryption of its own, because box and node stand
 * in the same laboratory; so only addresses are allowed that do not leave the machine: a loopback
 * address or a unix socket.
 */
public sealed interface BoxAddress {
    /** The address as it would be parsed again. */
    @Override
    String toString();

    /** What to bind to or connect to. */
    SocketAddress socketAddress();

    /**
     * A TCP port on a loopback address.
     *
     * @param address a loopback address with a port; port 0 lets a server choose
     */
    record Loopback(InetSocketAddress address) implements BoxAddress {
        public Loopback {
            InetAddress host = address.getAddress();
            if (host == null || !host.isLoopbackAddress()) {
                throw new IllegalArgumentException(
                        ("box address: %s is not a loopback address; the box contract is not"
                                        + " encrypted and stays on this machine: use"
                                        + " 127.0.0.1:PORT, [::1]:PORT or unix:/PATH, and bring a"
                                        + " box on another machine here through a tunnel of your"
                                        + " own (for example ssh -L)")
                                .formatted(address));
            }
        }

        @Override
        public SocketAddress socketAddress() {
            return address;
        }

        @Override
        public String toString() {
            String host = address.getAddress().getHostAddress();
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
        }
    }

    /** A unix domain socket; who may use the box is then a matter of file permissions. */
    record UnixSocket(Path path) implements BoxAddress {
        public UnixSocket {
            if (!path.isAbsolute()) {
                throw new IllegalArgumentException(
                        "box address: unix:%s; the path has to be absolute".formatted(path));
            }
        }

        @Override
        public SocketAddress socketAddress() {
            return UnixDomainSocketAddress.of(path);
        }

        @Override
        public String toString() {
            return "unix:" + path;
        }
    }

    /**
     * Reads {@code HOST:PORT} or {@code unix:/PATH}.
     *
     * @throws IllegalArgumentException if the form is wrong or the address leaves the machine
     */
    static BoxAddress parse(String text) {
        if (text.startsWith("unix:")) {
            try {
                return new UnixSocket(Path.of(text.substring("unix:".length())));
            } catch (InvalidPathException notAPath) {
                throw new IllegalArgumentException("box address: %s".formatted(text), notAPath);
            }
        }
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException(
                    "box address: %s; HOST:PORT or unix:/PATH".formatted(text));
        }
        try {
            InetAddress host = InetAddress.getByName(text.substring(0, colon));
            return new Loopback(new InetSocketAddress(host, port(text, colon + 1)));
        } catch (UnknownHostException unknown) {
            throw new IllegalArgumentException(
                    "box address: %s; the host has no address".formatted(text), unknown);
        }
    }

    private static int port(String text, int from) {
        try {
            int port = Integer.parseInt(text.substring(from));
            if (port >= 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(
                    "box address: %s; the port is a number from 0 to 65535".formatted(text),
                    notANumber);
        }
        throw new IllegalArgumentException(
                "box address: %s; the port is a number from 0 to 65535".formatted(text));
    }
}
