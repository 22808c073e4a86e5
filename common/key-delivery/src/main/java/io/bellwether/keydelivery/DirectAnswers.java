package io.bellwether.keydelivery;

import io.bellwether.keystore.StoreSuspendedException;
import io.micronaut.http.HttpStatus;
import io.micronaut.json.JsonMapper;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslHandler;

import jakarta.inject.Singleton;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

import javax.net.ssl.SSLPeerUnverifiedException;

/** What {@link DirectRequests} of all connections share: endpoints, encoding, and who counts. */
@Singleton
final class DirectAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(DirectAnswers.class);
    private static final double NANOS = 1e9;

    /** How requests are counted that are for no endpoint. */
    private static final String OTHER = "other";

    private final Map<String, DirectEndpoint> endpoints = new HashMap<>();
    private final JsonMapper json;
    private final RefusedRequestHandler refusals;
    private final SuspendedStoreHandler suspensions;
    private final Callers callers;
    private final Consumer<AnsweredRequest> answered;

    DirectAnswers(
            List<DirectEndpoint> endpoints,
            JsonMapper json,
            RefusedRequestHandler refusals,
            SuspendedStoreHandler suspensions,
            Callers callers,
            KeyDeliverySettings settings) {
        endpoints.forEach(endpoint -> this.endpoints.put(endpoint.resource(), endpoint));
        this.json = json;
        this.refusals = refusals;
        this.suspensions = suspensions;
        this.callers = callers;
        this.answered = settings.options().answered();
    }

    /** A request that is being answered. */
    static final class Started {
        private final String resource;
        private final long sinceNanos = System.nanoTime();
        private int status;

        private Started(String resource) {
            this.resource = resource;
        }

        void status(int code) {
            status = code;
        }

        int status() {
            return status;
        }
    }

    /** What is asked for, if it is answered here; null if the framework does. */
    DirectTarget target(HttpRequest request) {
        return DirectTarget.of(request).filter(this::isAnswered).orElse(null);
    }

    private boolean isAnswered(DirectTarget target) {
        DirectEndpoint endpoint = endpoints.get(target.resource());
        return target.isPost() ? endpoint instanceof DirectPostEndpoint : endpoint != null;
    }

    Started started(String resource) {
        return new Started(resource);
    }

    /** A request that the framework answers. */
    Started started(HttpRequest request) {
        String uri = request.uri();
        int end = uri.indexOf('?') < 0 ? uri.length() : uri.indexOf('?');
        String last = uri.substring(uri.lastIndexOf('/', Math.max(0, end - 1)) + 1, end);
        return new Started(endpoints.containsKey(last) ? last : OTHER);
    }

    /**
     * @param body of a POST
     */
    CompletionStage<Supplier<Object>> begin(
            DirectTarget target, byte[] body, ChannelHandlerContext context) {
        Call call = new Call(certificate(context), target.path(), target::values);
        DirectEndpoint endpoint = endpoints.get(target.resource());
        return target.isPost() && endpoint instanceof DirectPostEndpoint posts
                ? posts.post(call, body)
                : endpoint.get(call);
    }

    private static Optional<X509Certificate> certificate(ChannelHandlerContext context) {
        try {
            Certificate[] chain =
                    context.pipeline()
                            .get(SslHandler.class)
                            .engine()
                            .getSession()
                            .getPeerCertificates();
            return chain[0] instanceof X509Certificate x509 ? Optional.of(x509) : Optional.empty();
        } catch (SSLPeerUnverifiedException none) {
            return Optional.empty();
        }
    }

    /** A body, as the framework would write it. */
    FullHttpResponse of(Object body) {
        return answer(HttpResponseStatus.OK, body);
    }

    /** The answer to a request that failed. */
    FullHttpResponse of(Throwable failure) {
        io.micronaut.http.HttpResponse<ErrorAnswer> refusal =
                switch (failure) {
                    case RefusedRequestException refused -> refusals.answer(refused);
                    case StoreSuspendedException suspended -> suspensions.answer(suspended);
                    default -> {
                        LOG.error("a request failed", failure);
                        yield io.micronaut.http.HttpResponse.<ErrorAnswer>serverError()
                                .body(
                                        new ErrorAnswer(
                                                HttpStatus.INTERNAL_SERVER_ERROR.getReason()));
                    }
                };
        FullHttpResponse response =
                answer(HttpResponseStatus.valueOf(refusal.code()), refusal.getBody().orElseThrow());
        String retryAfter = refusal.getHeaders().get(HttpHeaderNames.RETRY_AFTER);
        if (retryAfter != null) {
            response.headers().set(HttpHeaderNames.RETRY_AFTER, retryAfter);
        }
        return response;
    }

    private FullHttpResponse answer(HttpResponseStatus status, Object body) {
        byte[] bytes;
        try {
            bytes = json.writeValueAsBytes(body);
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every answer", e);
        }
        var response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(bytes));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .setInt(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
        return response;
    }

    /** Counts a request whose answer is about to leave. */
    void finished(Started started, int status, ChannelHandlerContext context) {
        answered.accept(
                new AnsweredRequest(
                        started.resource,
                        certificate(context).flatMap(callers::registered),
                        status,
                        (System.nanoTime() - started.sinceNanos) / NANOS));
    }
}
