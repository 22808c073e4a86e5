package io.bellwether.node.bench;

import com.sun.management.OperatingSystemMXBean;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslHandler;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** Requests over kept-alive mutual TLS 1.3, one under way on each connection at most. */
final class LoadGenerator implements AutoCloseable {
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final int MAX_ANSWER_BYTES = 1 << 20;

    private final MultiThreadIoEventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<Connection> connections = new ArrayList<>();
    private final Supplier<Request> requests;
    private volatile Run run = new Run(0, 0);

    /**
     * What is asked.
     *
     * @param target path and query
     * @param body of a POST; empty for a GET
     */
    record Request(String target, String body) {
        static Request get(String target) {
            return new Request(target, "");
        }
    }

    /**
     * What was seen.
     *
     * @param p50Millis from the moment at which a request was due to its answer
     * @param cpuMicros processor time of this whole process for each request
     */
    record Figures(
            double requestsPerSecond,
            double p50Millis,
            double p99Millis,
            double cpuMicros,
            long answers,
            long errors) {}

    /** A stretch of time; requests are due at a fixed rate, or as soon as the last was answered. */
    private static final class Run {
        private final long untilNanos;
        private final long intervalNanos;
        private final Latencies latencies = new Latencies();
        private final AtomicLong errors = new AtomicLong();

        Run(long untilNanos, long intervalNanos) {
            this.untilNanos = untilNanos;
            this.intervalNanos = intervalNanos;
        }
    }

    /**
     * @param requests gives the next one
     */
    LoadGenerator(SSLContext tls, int port, int count, Supplier<Request> requests)
            throws InterruptedException {
        this(tls, new int[] {port}, count, requests);
    }

    /** Spread evenly over several servers. */
    LoadGenerator(SSLContext tls, int[] ports, int count, Supplier<Request> requests)
            throws InterruptedException {
        this.requests = requests;
        for (int i = 0; i < count; i++) {
            connections.add(connect(tls, ports[i % ports.length]));
        }
    }

    private Connection connect(SSLContext tls, int port) throws InterruptedException {
        Connection connection = new Connection();
        Channel channel =
                new Bootstrap()
                        .group(loops)
                        .channel(NioSocketChannel.class)
                        .handler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel opened) {
                                        SSLEngine engine = tls.createSSLEngine("127.0.0.1", port);
                                        engine.setUseClientMode(true);
                                        opened.pipeline()
                                                .addLast(new SslHandler(engine))
                                                .addLast(new HttpClientCodec())
                                                .addLast(new HttpObjectAggregator(MAX_ANSWER_BYTES))
                                                .addLast(connection);
                                    }
                                })
                        .connect("127.0.0.1", port)
                        .sync()
                        .channel();
        channel.pipeline().get(SslHandler.class).handshakeFuture().sync();
        connection.channel = channel;
        return connection;
    }

    /** As fast as the answers come. */
    Figures atFullLoad(double seconds) throws InterruptedException {
        return measure(seconds, 0);
    }

    /** At a rate; a request that cannot leave in time counts from when it was due. */
    Figures atRate(double requestsPerSecond, double seconds) throws InterruptedException {
        return measure(seconds, (long) (1e9 * connections.size() / requestsPerSecond));
    }

    private Figures measure(double seconds, long intervalNanos) throws InterruptedException {
        long start = System.nanoTime();
        long cpuBefore = PROCESS.getProcessCpuTime();
        Run next = new Run(start + (long) (seconds * 1e9), intervalNanos);
        run = next;
        CountDownLatch ended = new CountDownLatch(connections.size());
        for (int i = 0; i < connections.size(); i++) {
            Connection connection = connections.get(i);
            long offset = intervalNanos * i / connections.size();
            connection.channel.eventLoop().execute(() -> connection.begin(start + offset, ended));
        }
        if (!ended.await((long) seconds + 60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the server does not answer");
        }
        double elapsed = (System.nanoTime() - start) / 1e9;
        return new Figures(
                next.latencies.count() / elapsed,
                next.latencies.millis(0.5),
                next.latencies.millis(0.99),
                (PROCESS.getProcessCpuTime() - cpuBefore)
                        / 1e3
                        / Math.max(1, next.latencies.count()),
                next.latencies.count(),
                next.errors.get());
    }

    @Override
    public void close() {
        connections.forEach(connection -> connection.channel.close());
        loops.shutdownGracefully().syncUninterruptibly();
    }

    private final class Connection extends SimpleChannelInboundHandler<FullHttpResponse> {
        private Channel channel;
        private CountDownLatch ended;
        private long dueNanos;

        void begin(long firstDueNanos, CountDownLatch latch) {
            ended = latch;
            dueNanos = firstDueNanos;
            sendWhenDue();
        }

        private void sendWhenDue() {
            long now = System.nanoTime();
            if (now >= run.untilNanos || !channel.isActive()) {
                ended.countDown();
            } else if (dueNanos > now) {
                channel.eventLoop().schedule(this::send, dueNanos - now, TimeUnit.NANOSECONDS);
            } else {
                send();
            }
        }

        private void send() {
            Request next = requests.get();
            boolean get = next.body.isEmpty();
            var request =
                    new DefaultFullHttpRequest(
                            HttpVersion.HTTP_1_1,
                            get ? HttpMethod.GET : HttpMethod.POST,
                            next.target,
                            Unpooled.copiedBuffer(next.body, StandardCharsets.UTF_8));
            request.headers().set(HttpHeaderNames.HOST, "kme");
            if (!get) {
                request.headers()
                        .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                        .setInt(HttpHeaderNames.CONTENT_LENGTH, request.content().readableBytes());
            }
            channel.writeAndFlush(request);
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpResponse answer) {
            long now = System.nanoTime();
            if (answer.status().code() == 200) {
                run.latencies.add(now - dueNanos);
            } else {
                run.errors.incrementAndGet();
            }
            dueNanos = run.intervalNanos == 0 ? now : dueNanos + run.intervalNanos;
            sendWhenDue();
        }
    }
}
