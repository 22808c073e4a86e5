package io.bellwether.keydelivery;

import static io.bellwether.keydelivery.RefusedRequestException.tooMuch;
import static io.bellwether.keydelivery.RefusedRequestException.unavailable;

import io.bellwether.foundation.SaeId;
import io.bellwether.keystore.DeliveredKey;
import io.bellwether.keystore.KeyStore;
import io.bellwether.keystore.ReservationRequest;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * ETSI GS QKD 014, clause 5.2: Get key. The keys are reserved here, recorded at the peer, and only
 * then handed out, so that an id that a master holds is never unknown at the other end.
 */
@Controller(value = "/api/v1/keys/{slave_SAE_ID:[^/]+}/enc_keys", produces = MediaType.ALL)
@ExecuteOn(TaskExecutors.BLOCKING)
final class EncKeysEndpoint implements DirectPostEndpoint {
    private final KeyDeliverySettings settings;
    private final CoalescedDelivery delivery;
    private final Callers callers;
    private final Quotas quotas;
    private final KeyStore store;

    EncKeysEndpoint(
            KeyDeliverySettings settings,
            KeyStore store,
            CoalescedDelivery delivery,
            Callers callers) {
        this.settings = settings;
        this.delivery = delivery;
        this.callers = callers;
        this.quotas = settings.options().quotas();
        this.store = store;
    }

    @Get(headRoute = false)
    @Operation(
            summary = "Get key: clause 5.2",
            request = {RequestMember.NUMBER, RequestMember.SIZE})
    HttpResponse<KeyContainer> get(HttpRequest<?> request) {
        return await(deliver(Call.of(request)));
    }

    @Override
    public String resource() {
        return "enc_keys";
    }

    @Override
    public CompletionStage<Supplier<Object>> get(Call call) {
        return deliver(call).thenApply(answer -> answer::get);
    }

    private CompletableFuture<Supplier<KeyContainer>> deliver(Call call) {
        Sae master = callers.caller(call).sae();
        SaeId slave = callers.partner(call, master.id());
        return deliver(master, slave, KeyRequest.of(call.query(), callers.limits(master)));
    }

    @Post
    @Operation(
            summary = "Get key: clause 5.2",
            request = {
                RequestMember.NUMBER,
                RequestMember.SIZE,
                RequestMember.ADDITIONAL_SLAVES,
                RequestMember.MANDATORY,
                RequestMember.OPTIONAL
            })
    HttpResponse<KeyContainer> post(HttpRequest<byte[]> request) {
        return await(
                deliver(
                        Call.of(request),
                        () -> {
                            Callers.requireJson(request);
                            return request.getBody().orElse(new byte[0]);
                        }));
    }

    @Override
    public CompletionStage<Supplier<Object>> post(Call call, byte[] body) {
        return deliver(call, () -> body).thenApply(answer -> answer::get);
    }

    /**
     * @param body looked at once it is clear who asks for whom
     */
    private CompletableFuture<Supplier<KeyContainer>> deliver(Call call, Supplier<byte[]> body) {
        Sae master = callers.caller(call).sae();
        SaeId slave = callers.partner(call, master.id());
        return deliver(
                master,
                slave,
                KeyRequest.of(
                        JsonObject.parse(body.get()),
                        callers.limits(master),
                        Set.of(settings.peerKmeId())));
    }

    private static HttpResponse<KeyContainer> await(
            CompletableFuture<Supplier<KeyContainer>> delivered) {
        try {
            return HttpResponse.ok(delivered.join().get())
                    .contentType(MediaType.APPLICATION_JSON_TYPE);
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    private CompletableFuture<Supplier<KeyContainer>> deliver(
            Sae master, SaeId slave, KeyRequest request) {
        List<SaeId> slaves = slaves(master.id(), slave, request);
        Optional<Long> quota = master.limits().keysPerDay();
        if (quota.isPresent() && !quotas.take(master.id(), request.number(), quota.get())) {
            throw tooMuch(
                    "%s has asked for enough today; limit %d keys"
                            .formatted(master.id(), quota.get()),
                    quotas.secondsToMidnight());
        }
        return delivery.deliver(
                        reservation(master.id(), slaves, request),
                        request.isUsual(callers.limits(master)))
                .whenComplete((outcome, failure) -> {
                    if (quota.isPresent()
                            && !(outcome instanceof MasterDelivery.Outcome.Delivered)) {
                        quotas.giveBack(master.id(), request.number());
                    }
                })
                .thenApply(outcome -> () -> answer(outcome, request.extensions()));
    }

    private ReservationRequest reservation(SaeId master, List<SaeId> slaves, KeyRequest request) {
        Set<SaeId> saesHere = settings.saes().at(store.localEnd());
        return new ReservationRequest(
                request.number(),
                request.sizeBits(),
                master,
                slaves,
                slaves.stream().filter(saesHere::contains).collect(Collectors.toSet()),
                request.extensions().lifetime());
    }

    private static KeyContainer answer(MasterDelivery.Outcome outcome, KeyExtensions extensions) {
        return switch (outcome) {
            case MasterDelivery.Outcome.Delivered(List<DeliveredKey> keys) ->
                    KeyContainer.of(keys, extensions);
            case MasterDelivery.Outcome.TooFewKeys() ->
                    throw unavailable("not enough keys are stored now");
            case MasterDelivery.Outcome.PeerUnreachable() ->
                    throw unavailable("the other end cannot be reached now");
            case MasterDelivery.Outcome.PeerRefused() ->
                    throw unavailable("the other end refused the reservation");
        };
    }

    private List<SaeId> slaves(SaeId master, SaeId slave, KeyRequest request) {
        Set<SaeId> slaves = new LinkedHashSet<>();
        slaves.add(slave);
        request.additionalSlaves().forEach(id -> slaves.add(callers.requirePartner(master, id)));
        return List.copyOf(slaves);
    }
}
