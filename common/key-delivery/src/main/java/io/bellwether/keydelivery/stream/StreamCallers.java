package io.bellwether.keydelivery.stream;

import io.bellwether.foundation.SaeId;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Function;

import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Who calls, by the certificate of the connection; a call of nobody ends here. */
final class StreamCallers implements ServerInterceptor {
    private static final Context.Key<SaeId> CALLER = Context.key("caller");

    private final Function<X509Certificate, Optional<SaeId>> identity;

    StreamCallers(Function<X509Certificate, Optional<SaeId>> identity) {
        this.identity = identity;
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
                        .flatMap(identity);
        if (caller.isEmpty()) {
            call.close(
                    Status.UNAUTHENTICATED.withDescription(
                            "the certificate names no SAE known here"),
                    new Metadata());
            return new ServerCall.Listener<>() {};
        }
        Context context = Context.current().withValue(CALLER, caller.get());
        return Contexts.interceptCall(context, call, headers, next);
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
