package io.bellwether.keydelivery;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.server.netty.ssl.CertificateProvidedSslBuilder;
import io.micronaut.http.server.netty.ssl.ServerSslBuilder;
import io.micronaut.http.ssl.ServerSslConfiguration;
import io.netty.handler.ssl.SslContext;

import jakarta.inject.Singleton;

import java.util.Optional;

/** Gives the web framework the TLS that was made of the settings' files. */
@Singleton
@Replaces(CertificateProvidedSslBuilder.class)
final class DeliverySslBuilder implements ServerSslBuilder {
    private final ReloadedSslContext context;
    private final ServerSslConfiguration configuration;

    DeliverySslBuilder(ReloadedSslContext context, ServerSslConfiguration configuration) {
        this.context = context;
        this.configuration = configuration;
    }

    @Override
    public ServerSslConfiguration getSslConfiguration() {
        return configuration;
    }

    @Override
    public Optional<SslContext> build() {
        return Optional.of(context);
    }
}
