package io.bellwether.keydelivery;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;

/** What there is, for programs: to whoever may call anything of it. */
@Controller(value = "/api/v1/openapi.json", produces = MediaType.ALL)
final class OpenApiEndpoint {
    private final Callers callers;
    private final String document = document();

    OpenApiEndpoint(Callers callers) {
        this.callers = callers;
    }

    static String document() {
        return OpenApiDocument.of(
                StatusEndpoint.class,
                EncKeysEndpoint.class,
                DecKeysEndpoint.class,
                OpenApiEndpoint.class);
    }

    @Get(headRoute = false)
    @Operation(summary = "This document")
    HttpResponse<String> get(HttpRequest<?> request) {
        callers.caller(Call.of(request));
        return HttpResponse.ok(document).contentType(MediaType.APPLICATION_JSON_TYPE);
    }
}
