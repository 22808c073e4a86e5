package io.bellwether.keydelivery;

import io.bellwether.keystore.StoreSuspendedException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;

import jakarta.inject.Singleton;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store that was put back to an older state hands nothing out: for clients there are no keys now;
 * the log says what the operator has to do.
 */
@Singleton
final class SuspendedStoreHandler
        implements ExceptionHandler<StoreSuspendedException, HttpResponse<ErrorAnswer>> {
    private static final Logger LOG = LoggerFactory.getLogger(SuspendedStoreHandler.class);

    private final RefusedRequestHandler refusals;

    SuspendedStoreHandler(RefusedRequestHandler refusals) {
        this.refusals = refusals;
    }

    @Override
    @SuppressWarnings("rawtypes") // the framework's interface is declared with the raw type
    public HttpResponse<ErrorAnswer> handle(HttpRequest request, StoreSuspendedException refusal) {
        return answer(refusal);
    }

    HttpResponse<ErrorAnswer> answer(StoreSuspendedException refusal) {
        LOG.warn("no keys are handed out: {}", refusal.getMessage());
        return refusals.answer(
                RefusedRequestException.unavailable("no keys can be handed out now"));
    }
}
