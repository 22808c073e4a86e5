package io.bellwether.keydelivery;

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
import java.util.Set;
import java.util.stream.Collectors;

/**
 * ETSI GS QKD 014, clause 5.2: Get key. The keys are reserved here, recorded at the peer, and only
 * then handed out, so that an id that a master holds is never unknown at the other end.
 */
@Controller(value = "/api/v1/keys/{slave_SAE_ID:[^/]+}/enc_keys", produces = MediaType.ALL)
@ExecuteOn(TaskExecutors.BLOCKING)
final class EncKeysEndpoint {
    private final KeyDeliverySettings settings;
    private final MasterDelivery delivery;
    private final Callers callers;
    private final Set<SaeId> saesHere;

    EncKeysEndpoint(
            KeyDeliverySettings settings, KeyStore store, PeerReservation peer, Callers callers) {
        this.settings = settings;
        this.delivery = new MasterDelivery(store, peer);
        this.callers = callers;
        this.saesHere = settings.saes().at(store.localEnd());
    }

    @Get(headRoute = false)
    HttpResponse<KeyContainer> get(HttpRequest<?> request) {
        SaeId master = callers.caller(request);
        SaeId slave = callers.partner(request, master);
        return deliver(master, slave, KeyRequest.of(request.getParameters(), settings.limits()));
    }

    @Post
    HttpResponse<KeyContainer> post(HttpRequest<byte[]> request) {
        SaeId master = callers.caller(request);
        SaeId slave = callers.partner(request, master);
        return deliver(
                master,
                slave,
                KeyRequest.of(
                        JsonObject.parse(request.getBody().orElse(new byte[0])),
                        settings.limits()));
    }

    private HttpResponse<KeyContainer> deliver(SaeId master, SaeId slave, KeyRequest request) {
        List<SaeId> slaves = slaves(master, slave, request);
        Set<SaeId> slavesHere =
                slaves.stream().filter(saesHere::contains).collect(Collectors.toSet());
        var outcome =
                delivery.deliver(
                        new ReservationRequest(
                                request.number(), request.sizeBits(), master, slaves, slavesHere));
        return switch (outcome) {
            case MasterDelivery.Outcome.Delivered(List<DeliveredKey> keys) ->
                    HttpResponse.ok(KeyContainer.of(keys))
                            .contentType(MediaType.APPLICATION_JSON_TYPE);
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
