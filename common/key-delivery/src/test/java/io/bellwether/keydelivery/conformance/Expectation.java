package io.bellwether.keydelivery.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.keydelivery.RawConnection.Answer;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Judges an answer by the words of the table. */
final class Expectation {
    private static final JsonMapper JSON = JsonMapper.createDefault();
    private static final Set<String> ERROR_MEMBERS = Set.of("message", "details");

    private Expectation() {}

    /** What every answer must be, whatever the row says: compact JSON, an error in its form. */
    static JsonNode form(Answer answer, int status, String context) throws IOException {
        assertThat(answer.status()).as(context + ": " + answer.body()).isEqualTo(status);
        assertThat(answer.headers().get("content-type")).as(context).startsWith("application/json");
        assertThat(answer.body()).as(context).doesNotContainPattern("[\\r\\n]").isNotBlank();
        JsonNode json = JSON.readValue(answer.body(), JsonNode.class);
        if (status != 200) {
            assertThat(json.get("message").getStringValue()).as(context).isNotBlank();
            Set<String> members = new HashSet<>();
            json.entries().forEach(entry -> members.add(entry.getKey()));
            assertThat(ERROR_MEMBERS).as(context).containsAll(members);
        }
        return json;
    }

    static void check(
            List<String> expectations,
            Answer answer,
            JsonNode json,
            List<String> givenKeys,
            String context) {
        for (String expectation : expectations) {
            check(expectation, answer, json, givenKeys, context + " [" + expectation + "]");
        }
    }

    private static void check(
            String expectation,
            Answer answer,
            JsonNode json,
            List<String> givenKeys,
            String context) {
        String[] words = expectation.split(" ", 3);
        switch (words[0]) {
            case "keys" -> keys(words, json, context);
            case "same" -> assertThat(pairs(json)).as(context).isEqualTo(givenKeys);
            case "reversed" -> assertThat(pairs(json)).as(context).isEqualTo(givenKeys.reversed());
            case "message" -> message(words, json, context);
            case "member" -> member(words[1], json, context, words);
            case "no" -> assertThat(at(json, words[1])).as(context).isNull();
            case "header" -> header(words, answer, context);
            default -> throw new IllegalArgumentException("expectation: " + expectation);
        }
    }

    /** {@code keys N [BITS]}. */
    private static void keys(String[] words, JsonNode json, String context) {
        int bits = words.length > 2 ? Integer.parseInt(words[2]) : 256;
        JsonNode keys = json.get("keys");
        assertThat(keys).as(context).isNotNull();
        assertThat(keys.size()).as(context).isEqualTo(Integer.parseInt(words[1]));
        Set<String> ids = new HashSet<>();
        for (JsonNode key : keys.values()) {
            String id = key.get("key_ID").getStringValue();
            assertThat(id).as(context).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab].*");
            assertThat(ids.add(id)).as(context).isTrue();
            byte[] decoded = Base64.getDecoder().decode(key.get("key").getStringValue());
            assertThat(decoded.length * 8).as(context).isEqualTo(bits);
        }
    }

    /** Ids with their keys, in the order of the answer. */
    static List<String> pairs(JsonNode json) {
        List<String> pairs = new ArrayList<>();
        for (JsonNode key : json.get("keys").values()) {
            pairs.add(key.get("key_ID").getStringValue() + "=" + key.get("key").getStringValue());
        }
        return pairs;
    }

    /** {@code message = TEXT} or {@code message ~ TEXT}. */
    private static void message(String[] words, JsonNode json, String context) {
        String message = json.get("message").getStringValue();
        if (words[1].equals("=")) {
            assertThat(message).as(context).isEqualTo(words[2]);
        } else {
            assertThat(message).as(context).contains(words[2]);
        }
    }

    /** {@code member PATH} or {@code member PATH VALUE}. */
    private static void member(String path, JsonNode json, String context, String... words) {
        JsonNode found = at(json, path);
        assertThat(found).as(context).isNotNull();
        if (words.length > 2) {
            assertThat(found.coerceStringValue()).as(context).isEqualTo(words[2]);
        }
    }

    private static JsonNode at(JsonNode json, String path) {
        JsonNode here = json;
        for (String step : path.split("/")) {
            if (here == null) {
                return null;
            }
            here = here.isArray() ? here.get(Integer.parseInt(step)) : here.get(step);
        }
        return here;
    }

    /** {@code header NAME} or {@code header NAME VALUE}. */
    private static void header(String[] words, Answer answer, String context) {
        assertThat(answer.headers()).as(context).containsKey(words[1]);
        if (words.length > 2) {
            assertThat(answer.headers().get(words[1])).as(context).isEqualTo(words[2]);
        }
    }
}
