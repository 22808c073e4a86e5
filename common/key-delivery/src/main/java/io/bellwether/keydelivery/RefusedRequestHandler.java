package io.bellwether.keydelivery;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;

import jakarta.inject.Singleton;

/** Writes the answer to a refused request. */
@Singleton
final class RefusedRequestHandler
        implements ExceptionHandler<RefusedRequestException, HttpResponse<ErrorAnswer>> {
    private final KeyDeliverySettings settings;

    RefusedRequestHandler(KeyDeliverySettings settings) {
        this.settings = settings;
    }

    @Override
    @SuppressWarnings("rawtypes") // the framework's interface is declared with the raw type
    public HttpResponse<ErrorAnswer> handle(HttpRequest request, RefusedRequestException refusal) {
        return answer(refusal);
    }

    HttpResponse<ErrorAnswer> answer(RefusedRequestException refusal) {
        MutableHttpResponse<ErrorAnswer> answer =
                HttpResponse.<ErrorAnswer>status(refusal.status())
                        .contentType(MediaType.APPLICATION_JSON_TYPE)
                        .body(new ErrorAnswer(refusal.getMessage()));
        if (refusal.status() == HttpStatus.SERVICE_UNAVAILABLE) {
            long seconds =
                    refusal.retryAfterSeconds() > 0
                            ? refusal.retryAfterSeconds()
                            : settings.retryAfterSeconds();
            answer.header(HttpHeaders.RETRY_AFTER, String.valueOf(seconds));
        }
        return answer;
    }
}
