package io.bellwether.keydelivery;

import io.micronaut.http.HttpRequest;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What an endpoint looks at of a request, beside its body.
 *
 * @param certificate of the client
 * @param rawPath as it stands in the request, without the query
 * @param query the values of a parameter, decoded
 */
record Call(
        Optional<X509Certificate> certificate,
        String rawPath,
        Function<String, List<String>> query) {
    static Call of(HttpRequest<?> request) {
        return new Call(
                request.getCertificate()
                        .filter(X509Certificate.class::isInstance)
                        .map(X509Certificate.class::cast),
                request.getUri().getRawPath(),
                request.getParameters()::getAll);
    }
}
