package io.bellwether.keydelivery;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** An endpoint whose GET is answered past the web framework: {@link DirectRequests}. */
interface DirectEndpoint {
    /** The last element of its path. */
    String resource();

    /**
     * Begins to answer. Called by the thread that serves the connection, which must not wait: what
     * waits for the disk, for the peer or for others does so elsewhere.
     *
     * @return what makes the body, once all that it needs is there; a {@link
     *     RefusedRequestException}, thrown here or by either, is the answer instead
     */
    CompletionStage<Supplier<Object>> get(Call call);
}
