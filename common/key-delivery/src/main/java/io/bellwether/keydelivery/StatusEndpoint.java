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

import jakarta.inject.Named;

import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/** ETSI GS QKD 014, clause 5.1: Get status. */
@Controller(value = "/api/v1/keys/{slave_SAE_ID:[^/]+}/status", produces = MediaType.ALL)
@ExecuteOn(TaskExecutors.BLOCKING)
final class StatusEndpoint implements DirectEndpoint {
    private final KeyDeliverySettings settings;
    private final KeyStore store;
    private final KeyStock stock;
    private final Callers callers;
    private final ExecutorService blocking;

    StatusEndpoint(
            KeyDeliverySettings settings,
            KeyStore store,
            KeyStock stock,
            Callers callers,
            @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        this.stock = stock;
        this.settings = settings;
        this.store = store;
        this.callers = callers;
        this.blocking = blocking;
    }

    /** Who asks for whom, and what the asker is held to. */
    private record Question(SaeId master, SaeId slave, KeyLimits limits) {}

    @Get(headRoute = false)
    @Operation(summary = "Get status: clause 5.1")
    HttpResponse<StatusAnswer> status(HttpRequest<?> request) {
        Question question = question(Call.of(request));
        return HttpResponse.ok(answer(question, stock.stored(question.limits.keySizeBits())))
                .contentType(MediaType.APPLICATION_JSON_TYPE);
    }

    @Override
    public String resource() {
        return "status";
    }

    @Override
    public CompletionStage<Supplier<Object>> get(Call call) {
        Question question = question(call);
        int keySizeBits = question.limits.keySizeBits();
        OptionalLong remembered = stock.remembered(keySizeBits);
        return remembered.isPresent()
                ? CompletableFuture.completedStage(() -> answer(question, remembered.getAsLong()))
                : CompletableFuture.supplyAsync(() -> stock.stored(keySizeBits), blocking)
                        .thenApply(stored -> () -> answer(question, stored));
    }

    private Question question(Call call) {
        Sae master = callers.caller(call).sae();
        return new Question(
                master.id(), callers.partner(call, master.id()), callers.limits(master));
    }

    private StatusAnswer answer(Question question, long stored) {
        KeyLimits limits = question.limits;
        boolean here =
                settings.saes()
                        .current()
                        .find(question.slave)
                        .filter(sae -> sae.end() == store.localEnd())
                        .isPresent();
        long available =
                stored + stock.ready(question.master, question.slave, limits.keySizeBits());
        return new StatusAnswer(
                settings.kmeId(),
                here ? settings.kmeId() : settings.peerKmeId(),
                question.master.value(),
                question.slave.value(),
                limits.keySizeBits(),
                Math.min(available, limits.maxKeyCount()),
                limits.maxKeyCount(),
                limits.maxKeysPerRequest(),
                limits.maxKeySizeBits(),
                limits.minKeySizeBits(),
                limits.maxAdditionalSlaves(),
                settings.options().supply().get().map(StatusAnswer.Extension::of).orElse(null));
    }
}
