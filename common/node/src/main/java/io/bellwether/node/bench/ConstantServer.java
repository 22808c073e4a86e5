package io.bellwether.node.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslHandler;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * The limit that key delivery is measured against: the same network library with the same TLS, and
 * a handler that answers a constant.
 */
final class ConstantServer implements AutoCloseable {
    private static final int MAX_REQUEST_BYTES = 1 << 20;
    private static final byte[] ANSWER =
            """
            {"keys":[{"key_ID":"39985335-e3ac-48f4-8026-17941cd5f0b2",\
            "key":"04eaU3XoP5HhBlRCE211y15BbBiMNj2D9wWL+e+cPag="}]}\
            """
                    .getBytes(StandardCharsets.UTF_8);

    private final MultiThreadIoEventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());
    private final Channel channel;

    ConstantServer(SSLContext tls) throws InterruptedException {
        channel =
                new ServerBootstrap()
                        .group(loops)
                        .channel(NioServerSocketChannel.class)
                        .childHandler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel opened) {
                                        SSLEngine engine = tls.createSSLEngine();
                                        engine.setUseClientMode(false);
                                        engine.setNeedClientAuth(true);
                                        engine.setEnabledProtocols(new String[] {"TLSv1.3"});
                                        opened.pipeline()
                                                .addLast(new SslHandler(engine))
                                                .addLast(new HttpServerCodec())
                                                .addLast(
                                                        new HttpObjectAggregator(MAX_REQUEST_BYTES))
                                                .addLast(new Constant());
                                    }
                                })
                        .bind("127.0.0.1", 0)
                        .sync()
                        .channel();
    }

    int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
        loops.shutdownGracefully().syncUninterruptibly();
    }

    private static final class Constant extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            var answer =
                    new DefaultFullHttpResponse(
                            HttpVersion.HTTP_1_1,
                            HttpResponseStatus.OK,
                            Unpooled.wrappedBuffer(ANSWER));
            answer.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                    .setInt(HttpHeaderNames.CONTENT_LENGTH, ANSWER.length);
            context.writeAndFlush(answer);
        }
    }
}
