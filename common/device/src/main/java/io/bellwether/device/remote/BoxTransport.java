package io.bellwether.device.remote;

import io.bellwether.device.BoxException;
import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** gRPC over loopback TCP or a unix socket, on the JDK's own sockets. */
final class BoxTransport {
    private static final long GRACE_MILLIS = 2_000;

    /** Handlers that learn of the end still hand a last task to the thread. */
    private static final long QUIET_MILLIS = 100;

    /** Takes back an option that gRPC sets and a unix socket does not know. */
    private static final Boolean NOT_SET = null;

    private BoxTransport() {}

    private static EventLoopGroup oneThread(String name) {
        return new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
    }

    /** A connection to a box and the thread that serves it. */
    record Client(ManagedChannel channel, EventLoopGroup loop) {
        void close() {
            channel.shutdownNow();
            loop.shutdownGracefully(0, GRACE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Connects at the first call, not before. */
    static Client connect(BoxAddress address) {
        Class<? extends Channel> type =
                switch (address) {
                    case BoxAddress.Loopback loopback -> NioSocketChannel.class;
                    case BoxAddress.UnixSocket unix -> NioDomainSocketChannel.class;
                };
        EventLoopGroup loop = oneThread("box-client");
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(address.socketAddress());
        if (address instanceof BoxAddress.UnixSocket) {
            builder.withOption(ChannelOption.SO_KEEPALIVE, NOT_SET);
        }
        ManagedChannel channel =
                builder.overrideAuthority("box.localhost")
                        .usePlaintext()
                        .channelType(type)
                        .eventLoopGroup(loop)
                        .directExecutor()
                        .maxInboundMessageSize(BoxWire.MESSAGE_LIMIT_BYTES)
                        .build();
        return new Client(channel, loop);
    }

    /** A listening server and the thread that serves it. */
    record Listener(Server server, EventLoopGroup loop) {
        /** Returns when the address is free again, which it is when the thread has ended. */
        void close() {
            server.shutdownNow();
            loop.shutdownGracefully(QUIET_MILLIS, GRACE_MILLIS, TimeUnit.MILLISECONDS)
                    .awaitUninterruptibly(2 * GRACE_MILLIS);
        }
    }

    /** Listens; a handler may wait, it has a virtual thread of its own. */
    static Listener listen(BoxAddress address, BindableService service) throws BoxException {
        Class<? extends ServerChannel> type =
                switch (address) {
                    case BoxAddress.Loopback loopback -> NioServerSocketChannel.class;
                    case BoxAddress.UnixSocket unix -> NioServerDomainSocketChannel.class;
                };
        EventLoopGroup loop = oneThread("box-server");
        try {
            NettyServerBuilder builder = NettyServerBuilder.forAddress(address.socketAddress());
            if (address instanceof BoxAddress.UnixSocket) {
                builder.withChildOption(ChannelOption.SO_KEEPALIVE, NOT_SET);
            }
            Server server =
                    builder.channelType(type)
                            .bossEventLoopGroup(loop)
                            .workerEventLoopGroup(loop)
                            .executor(Thread::startVirtualThread)
                            .maxInboundMessageSize(BoxWire.MESSAGE_LIMIT_BYTES)
                            .addService(service)
                            .build()
                            .start();
            return new Listener(server, loop);
        } catch (IOException inUse) {
            loop.shutdownGracefully(0, GRACE_MILLIS, TimeUnit.MILLISECONDS);
            throw new BoxException(
                    BoxException.Reason.UNREACHABLE,
                    "cannot serve a box at %s: %s".formatted(address, inUse.getMessage()),
                    inUse);
        }
    }
}
