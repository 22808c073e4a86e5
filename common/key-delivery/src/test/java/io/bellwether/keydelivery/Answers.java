package io.bellwether.keydelivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** Reads what the server answered. */
final class Answers {
    private static final JsonMapper JSON = JsonMapper.createDefault();

    private Answers() {}

    static JsonNode json(String body) {
        try {
            return JSON.readValue(body, JsonNode.class);
        } catch (IOException e) {
            throw new UncheckedIOException(body, e);
        }
    }

    /** The key container of an answer that must be 200. */
    static List<JsonNode> keys(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        List<JsonNode> keys = new ArrayList<>();
        json(answer.body()).get("keys").values().forEach(keys::add);
        return keys;
    }

    static String keyId(JsonNode key) {
        return key.get("key_ID").getStringValue();
    }

    /** Status, type and form of an error; returns its message. */
    static String error(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type").orElse(""))
                .startsWith("application/json");
        return json(answer.body()).get("message").getStringValue();
    }
}
