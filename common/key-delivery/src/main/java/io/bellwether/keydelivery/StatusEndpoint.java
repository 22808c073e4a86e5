package io.bellwether.keydelivery;

import io.bellwether.foundation.SaeId;
import io.bellwether.keystore.KeyStore;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** ETSI GS QKD 014, clause 5.1: Get status. */
@Controller(value = "/api/v1/keys/{slave_SAE_ID:[^/]+}/status", produces = MediaType.ALL)
@ExecuteOn(TaskExecutors.BLOCKING)
final class StatusEndpoint {
    private final KeyDeliverySettings settings;
    private final KeyStore store;
    private final CoalescedDelivery delivery;
    private final Callers callers;

    StatusEndpoint(
            KeyDeliverySettings settings,
            KeyStore store,
            CoalescedDelivery delivery,
            Callers callers) {
        this.delivery = delivery;
        this.settings = settings;
        this.store = store;
        this.callers = callers;
    }

    @Get(headRoute = false)
    @Operation(summary = "Get status: clause 5.1")
    HttpResponse<StatusAnswer> status(HttpRequest<?> request) {
        Callers.Caller caller = callers.caller(request);
        SaeId master = caller.id();
        SaeId slave = callers.partner(request, master);
        KeyLimits limits = callers.limits(caller.sae());
        boolean here =
                settings.saes()
                        .current()
                        .find(slave)
                        .filter(sae -> sae.end() == store.localEnd())
                        .isPresent();
        long available =
                store.availableKeys(store.localEnd(), limits.keySizeBits())
                        + delivery.ready(master, slave, limits.keySizeBits());
        StatusAnswer status =
                new StatusAnswer(
                        settings.kmeId(),
                        here ? settings.kmeId() : settings.peerKmeId(),
                        master.value(),
                        slave.value(),
                        limits.keySizeBits(),
                        Math.min(available, limits.maxKeyCount()),
                        limits.maxKeyCount(),
                        limits.maxKeysPerRequest(),
                        limits.maxKeySizeBits(),
                        limits.minKeySizeBits(),
                        limits.maxAdditionalSlaves(),
                        settings.options()
                                .supply()
                                .get()
                                .map(StatusAnswer.Extension::of)
                                .orElse(null));
        return HttpResponse.ok(status).contentType(MediaType.APPLICATION_JSON_TYPE);
    }
}
