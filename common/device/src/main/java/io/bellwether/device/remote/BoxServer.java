package io.bellwether.device.remote;

import io.bellwether.device.BoxException;
import io.bellwether.device.BoxException.Reason;
import io.bellwether.device.FreeBox;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Supplier;

/**
 * Serves one half of an experiment under the contract {@code bellwether.device.v1}: a laboratory's
 * driver, or a half of a simulated source, which needs two servers, one per half.
 */
public final class BoxServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BoxServer.class);

    private final BoxAddress address;
    private final BoxService service;
    private final BoxTransport.Listener listener;

    private BoxServer(BoxAddress address, BoxService service, BoxTransport.Listener listener) {
        this.address = address;
        this.service = service;
        this.listener = listener;
    }

    /**
     * Starts to serve.
     *
     * @param address port 0 takes a free port, see {@link #address()}
     * @param boxes gives the handle for one block; it is closed when the block is over
     * @throws BoxException if the address cannot be served
     */
    public static BoxServer start(BoxAddress address, Supplier<FreeBox> boxes) throws BoxException {
        try (FreeBox described = boxes.get()) {
            if (address instanceof BoxAddress.UnixSocket(Path path)) {
                removeDeadSocket(path);
            }
            BoxService service = new BoxService(described.describe(), boxes);
            BoxTransport.Listener listener = BoxTransport.listen(address, service);
            BoxAddress bound = bound(address, listener);
            LOG.info("serving the box of {} at {}", described.describe().end(), bound);
            return new BoxServer(bound, service, listener);
        }
    }

    private static BoxAddress bound(BoxAddress asked, BoxTransport.Listener listener)
            throws BoxException {
        SocketAddress bound = listener.server().getListenSockets().getFirst();
        return switch (asked) {
            case BoxAddress.Loopback loopback -> new BoxAddress.Loopback((InetSocketAddress) bound);
            case BoxAddress.UnixSocket(Path path) -> {
                restrictToOwner(path, listener);
                yield asked;
            }
        };
    }

    private static void restrictToOwner(Path path, BoxTransport.Listener listener)
            throws BoxException {
        try {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException refused) {
            listener.close();
            throw new BoxException(
                    Reason.UNREACHABLE,
                    "cannot restrict unix:%s to its owner".formatted(path),
                    refused);
        }
    }

    /** A server that was killed leaves its socket behind; a living one answers on it. */
    private static void removeDeadSocket(Path path) throws BoxException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (Files.isRegularFile(path) || Files.isDirectory(path)) {
            throw new BoxException(
                    Reason.UNREACHABLE, "unix:%s exists and is no socket".formatted(path));
        }
        try (SocketChannel living = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            throw new BoxException(
                    Reason.BUSY, "another process serves %s".formatted(living.getRemoteAddress()));
        } catch (IOException nobodyAnswers) {
            LOG.info("removing the dead socket {} ({})", path, nobodyAnswers.getMessage());
            delete(path);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException refused) {
            throw new UncheckedIOException("cannot remove the socket " + path, refused);
        }
    }

    /** Where it is served, with the port that was chosen. */
    public BoxAddress address() {
        return address;
    }

    /** Waits until the server has been closed. */
    public void awaitClosed() throws InterruptedException {
        listener.server().awaitTermination();
    }

    /** Ends the block in progress and stops serving. */
    @Override
    public void close() {
        service.stop();
        listener.close();
        if (address instanceof BoxAddress.UnixSocket(Path path)) {
            delete(path);
        }
    }
}
