package io.bellwether.keydelivery.stream;

import io.bellwether.foundation.SaeId;
import io.bellwether.keydelivery.AnsweredRequest;
import io.bellwether.keydelivery.Applications;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

import java.security.cert.X509Certificate;
import java.util.Optional;

import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Who calls, by the certificate of the connection; a call of nobody ends here. */
final class StreamCallers implements ServerInterceptor {
    private static final Context.Key<SaeId> CALLER = Context.key("caller");

    private final Applications applications;

    StreamCallers(Applications applications) {
        this.applications = applications;
    }

    /** The caller of the call that is being served. */
    static SaeId current() {
        return CALLER.get();
    }

    @Override
    public <A, B> ServerCall.Listener<A> interceptCall(
            ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
        Optional<SaeId> caller =
                certificate(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION))
                        .flatMap(applications::of);
        if (caller.isEmpty()) {
            return refuse(
                    counted(call, caller),
                    Status.UNAUTHENTICATED.withDescription(
                            "the client is no SAE that is served here now"));
        }
        if (!applications.admits(caller.get())) {
            return refuse(
                    counted(call, caller),
                    Status.RESOURCE_EXHAUSTED.withDescription("asks too often"));
        }
        Context context = Context.current().withValue(CALLER, caller.get());
        return Contexts.interceptCall(context, counted(call, caller), headers, next);
    }

    /** Tells whoever counts when the call has its answer. */
    private <A, B> ServerCall<A, B> counted(ServerCall<A, B> call, Optional<SaeId> caller) {
        long sinceNanos = System.nanoTime();
        return new ForwardingServerCall.SimpleForwardingServerCall<>(call) {
            @Override
            public void close(Status status, Metadata trailers) {
                applications.answered(
                        new AnsweredRequest(
                                call.getMethodDescriptor().getBareMethodName(),
                                caller,
                                status.getCode().value(),
                                (System.nanoTime() - sinceNanos) / 1e9));
                super.close(status, trailers);
            }
        };
    }

    private static <A> ServerCall.Listener<A> refuse(ServerCall<A, ?> call, Status status) {
        call.close(status, new Metadata());
        return new ServerCall.Listener<>() {};
    }

    private static Optional<X509Certificate> certificate(SSLSession session) {
        try {
            return session != null
                            && session.getPeerCertificates()[0] instanceof X509Certificate shown
                    ? Optional.of(shown)
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }
}
