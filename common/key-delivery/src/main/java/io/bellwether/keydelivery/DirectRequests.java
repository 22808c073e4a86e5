package io.bellwether.keydelivery;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Stands before the web framework on one connection and answers the plain requests of key delivery
 * itself: routing, filters, argument binding and the change of threads cost more than such an
 * answer. Whatever is out of the ordinary (large bodies, other verbs, percent-encoding, an Accept
 * or Connection of its own: {@link DirectTarget}) goes on to the framework; both ask the same
 * endpoints.
 *
 * <p>Answers leave in the order of the requests: while the framework has requests of this
 * connection it gets the next ones, too, and while one is answered here the next ones wait. Used by
 * the connection's event loop only.
 */
final class DirectRequests extends ChannelDuplexHandler {
    private final DirectAnswers answers;

    /** What the framework has not answered yet: the requests, in order. */
    private final Deque<DirectAnswers.Started> inFramework = new ArrayDeque<>();

    /** What came while a request was being answered here. */
    private final Deque<Object> held = new ArrayDeque<>();

    /** The request that is read or answered here; null if there is none. */
    private DirectTarget target;

    /** What has been read of its body. */
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);

    private boolean answering;
    private boolean reading;

    DirectRequests(DirectAnswers answers) {
        this.answers = answers;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        reading = true;
        if (answering) {
            held.add(message);
        } else {
            take(context, message);
        }
    }

    private void take(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            target = inFramework.isEmpty() ? answers.target(request) : null;
            if (target == null) {
                inFramework.add(answers.started(request));
            }
        }
        if (target == null) {
            context.fireChannelRead(message);
            return;
        }
        boolean complete = message instanceof LastHttpContent;
        read(message);
        if (complete) {
            answer(context);
        }
    }

    private void read(Object message) {
        try {
            if (target.isPost() && message instanceof HttpContent content) {
                body.writeBytes(ByteBufUtil.getBytes(content.content()));
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void answer(ChannelHandlerContext context) {
        DirectAnswers.Started started = answers.started(target.resource());
        CompletionStage<Supplier<Object>> stage;
        try {
            stage = answers.begin(target, body.toByteArray(), context);
        } catch (RuntimeException refused) {
            stage = CompletableFuture.failedStage(refused);
        }
        body.reset();
        answering = true;
        CompletableFuture<Supplier<Object>> future = stage.toCompletableFuture();
        if (future.isDone()) {
            finish(context, started, future);
        } else {
            future.whenCompleteAsync(
                    (body, failure) -> {
                        finish(context, started, future);
                        if (!reading) {
                            goOn(context);
                        }
                    },
                    context.executor());
        }
    }

    /** Also if the client has gone: the answer's secrets are erased as it is made. */
    private void finish(
            ChannelHandlerContext context,
            DirectAnswers.Started started,
            CompletableFuture<Supplier<Object>> future) {
        FullHttpResponse response;
        try {
            response = answers.of(future.join().get());
        } catch (CompletionException e) {
            response = answers.of(e.getCause());
        } catch (RuntimeException e) {
            response = answers.of(e);
        }
        answers.finished(started, response.status().code(), context);
        answering = false;
        target = null;
        context.write(response);
    }

    /** Takes what came meanwhile, and has the framework ask for more. */
    private void goOn(ChannelHandlerContext context) {
        while (!answering && !held.isEmpty()) {
            take(context, held.remove());
        }
        context.flush();
        if (!answering) {
            context.fireChannelReadComplete();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        reading = false;
        goOn(context);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
            throws Exception {
        if (message instanceof HttpResponse response && !inFramework.isEmpty()) {
            inFramework.element().status(response.status().code());
        }
        boolean interim =
                message instanceof HttpResponse response
                        && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        if (message instanceof LastHttpContent && !interim && !inFramework.isEmpty()) {
            DirectAnswers.Started started = inFramework.remove();
            answers.finished(started, started.status(), context);
        }
        super.write(context, message, promise);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        drop();
        super.channelInactive(context);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        drop();
    }

    private void drop() {
        held.forEach(ReferenceCountUtil::release);
        held.clear();
    }
}
