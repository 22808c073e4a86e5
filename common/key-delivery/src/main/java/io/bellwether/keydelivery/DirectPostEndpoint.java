package io.bellwether.keydelivery;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** An endpoint whose plain POSTs are answered before the web framework, too. */
interface DirectPostEndpoint extends DirectEndpoint {
    /**
     * As {@link #get}.
     *
     * @param body of a request whose type is JSON; empty if it has none
     */
    CompletionStage<Supplier<Object>> post(Call call, byte[] body);
}
