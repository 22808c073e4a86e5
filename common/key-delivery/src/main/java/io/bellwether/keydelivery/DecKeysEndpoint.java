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

import jakarta.inject.Named;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/** ETSI GS QKD 014, clause 5.3: Get key with key IDs. All keys of a request, or none. */
@Controller(value = "/api/v1/keys/{master_SAE_ID:[^/]+}/dec_keys", produces = MediaType.ALL)
@ExecuteOn(TaskExecutors.BLOCKING)
final class DecKeysEndpoint implements DirectPostEndpoint {
    private final KeyDeliverySettings settings;
    private final KeyStore store;
    private final Callers callers;
    private final Redelivery redelivery;
    private final ExecutorService blocking;

    DecKeysEndpoint(
            KeyDeliverySettings settings,
            KeyStore store,
            Callers callers,
            Redelivery redelivery,
            @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        this.settings = settings;
        this.store = store;
        this.callers = callers;
        this.redelivery = redelivery;
        this.blocking = blocking;
    }

    @Get(headRoute = false)
    @Operation(summary = "Get key with key IDs: clause 5.3", request = RequestMember.KEY_ID)
    HttpResponse<KeyContainer> get(HttpRequest<?> request) {
        Call call = Call.of(request);
        return ok(fetch(call, () -> KeyIdsRequest.of(call.query())).get());
    }

    @Override
    public String resource() {
        return "dec_keys";
    }

    @Override
    public CompletionStage<Supplier<Object>> get(Call call) {
        return elsewhere(fetch(call, () -> KeyIdsRequest.of(call.query())));
    }

    @Override
    public CompletionStage<Supplier<Object>> post(Call call, byte[] body) {
        return elsewhere(fetch(call, () -> ids(body)));
    }

    private CompletionStage<Supplier<Object>> elsewhere(Supplier<KeyContainer> fetch) {
        return CompletableFuture.supplyAsync(fetch, blocking).thenApply(answer -> () -> answer);
    }

    private KeyIdsRequest ids(byte[] body) {
        return KeyIdsRequest.of(JsonObject.parse(body), settings.limits());
    }

    /**
     * @param request looked at once it is clear who asks for whom
     * @return what fetches the keys, and may wait for the disk
     */
    private Supplier<KeyContainer> fetch(Call call, Supplier<KeyIdsRequest> request) {
        Callers.Caller slave = callers.caller(call);
        SaeId master = callers.partner(call, slave.id());
        KeyIdsRequest asked = request.get();
        return () -> deliver(master, slave, asked);
    }

    @Post
    @Operation(summary = "Get key with key IDs: clause 5.3", request = RequestMember.KEY_IDS)
    HttpResponse<KeyContainer> post(HttpRequest<byte[]> request) {
        return ok(
                fetch(
                                Call.of(request),
                                () -> {
                                    Callers.requireJson(request);
                                    return ids(request.getBody().orElse(new byte[0]));
                                })
                        .get());
    }

    private KeyContainer deliver(SaeId master, Callers.Caller slave, KeyIdsRequest request) {
        return switch (store.takeForSlave(master, slave.id(), request.keyIds())) {
            case SlaveFetch.Delivered(List<DeliveredKey> keys) -> {
                redelivery.keep(slave.certificate(), slave.id(), keys);
                yield KeyContainer.of(keys, request.extensions());
            }
            case SlaveFetch.NotFound() ->
                    KeyContainer.of(
                            redelivery
                                    .again(
                                            slave.certificate(),
                                            master,
                                            slave.id(),
                                            request.keyIds())
                                    .orElseThrow(() -> badRequest(KeyIdsRequest.NOT_FOUND)),
                            request.extensions());
            case SlaveFetch.NotAuthorised() ->
                    throw unauthorised(
                            "%s was not named in the Get key call for every key_ID"
                                    .formatted(slave.id()));
        };
    }

    private static HttpResponse<KeyContainer> ok(KeyContainer keys) {
        return HttpResponse.ok(keys).contentType(MediaType.APPLICATION_JSON_TYPE);
    }
}
