package io.bellwether.keydelivery;

import static io.bellwether.keydelivery.RefusedRequestException.badRequest;
import static io.bellwether.keydelivery.RefusedRequestException.unauthorised;

import io.bellwether.foundation.SaeId;
import io.bellwether.keystore.DeliveredKey;
import io.bellwether.keystore.KeyStore;
import io.bellwether.keystore.SlaveFetch;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

import java.util.List;

/** ETSI GS QKD 014, clause 5.3: Get key with key IDs. All keys of a request, or none. */
@Controller(value = "/api/v1/keys/{master_SAE_ID:[^/]+}/dec_keys", produces = MediaType.ALL)
@ExecuteOn(TaskExecutors.BLOCKING)
final class DecKeysEndpoint {
    private final KeyDeliverySettings settings;
    private final KeyStore store;
    private final Callers callers;
    private final Redelivery redelivery;

    DecKeysEndpoint(
            KeyDeliverySettings settings, KeyStore store, Callers callers, Redelivery redelivery) {
        this.settings = settings;
        this.store = store;
        this.callers = callers;
        this.redelivery = redelivery;
    }

    @Get(headRoute = false)
    @Operation(summary = "Get key with key IDs: clause 5.3", request = RequestMember.KEY_ID)
    HttpResponse<KeyContainer> get(HttpRequest<?> request) {
        Callers.Caller slave = callers.caller(request);
        SaeId master = callers.partner(request, slave.id());
        return deliver(master, slave, KeyIdsRequest.of(request.getParameters()::getAll));
    }

    @Post
    @Operation(summary = "Get key with key IDs: clause 5.3", request = RequestMember.KEY_IDS)
    HttpResponse<KeyContainer> post(HttpRequest<byte[]> request) {
        Callers.Caller slave = callers.caller(request);
        SaeId master = callers.partner(request, slave.id());
        Callers.requireJson(request);
        return deliver(
                master,
                slave,
                KeyIdsRequest.of(
                        JsonObject.parse(request.getBody().orElse(new byte[0])),
                        settings.limits()));
    }

    private HttpResponse<KeyContainer> deliver(
            SaeId master, Callers.Caller slave, KeyIdsRequest request) {
        return switch (store.takeForSlave(master, slave.id(), request.keyIds())) {
            case SlaveFetch.Delivered(List<DeliveredKey> keys) -> {
                redelivery.keep(slave.certificate(), slave.id(), keys);
                yield answer(keys, request);
            }
            case SlaveFetch.NotFound() ->
                    answer(
                            redelivery
                                    .again(
                                            slave.certificate(),
                                            master,
                                            slave.id(),
                                            request.keyIds())
                                    .orElseThrow(() -> badRequest(KeyIdsRequest.NOT_FOUND)),
                            request);
            case SlaveFetch.NotAuthorised() ->
                    throw unauthorised(
                            "%s was not named in the Get key call for every key_ID"
                                    .formatted(slave.id()));
        };
    }

    private static HttpResponse<KeyContainer> answer(
            List<DeliveredKey> keys, KeyIdsRequest request) {
        return HttpResponse.ok(KeyContainer.of(keys, request.extensions()))
                .contentType(MediaType.APPLICATION_JSON_TYPE);
    }
}
