package io.bellwether.keydelivery;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;

import jakarta.inject.Singleton;

/**
 * Gives errors that the framework raises (404, 405, 413, 415, 500) the form that clients parse.
 * What went wrong inside is for the log, not for the client.
 */
@Singleton
final class FrameworkErrors implements ErrorResponseProcessor<ErrorAnswer> {
    @Override
    public MutableHttpResponse<ErrorAnswer> processResponse(
            ErrorContext error, MutableHttpResponse<?> response) {
        HttpStatus status = response.status();
        return response.contentType(MediaType.APPLICATION_JSON_TYPE)
                .body(new ErrorAnswer(message(status)));
    }

    private static String message(HttpStatus status) {
        return switch (status) {
            case NOT_FOUND -> "no such resource";
            case METHOD_NOT_ALLOWED -> "method not allowed for this resource";
            case UNSUPPORTED_MEDIA_TYPE -> "Content-Type: limit application/json";
            case REQUEST_ENTITY_TOO_LARGE ->
                    "request body: limit %d bytes".formatted(KeyDeliveryServer.MAX_REQUEST_BYTES);
            default -> status.getReason();
        };
    }
}
