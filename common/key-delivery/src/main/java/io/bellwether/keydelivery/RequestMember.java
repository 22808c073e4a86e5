package io.bellwether.keydelivery;

import java.util.Map;

/** Members of requests, for the OpenAPI document: ETSI GS QKD 014, clauses 6.2 and 6.4. */
enum RequestMember {
    NUMBER("number", integer("Number of keys, 1 to max_key_per_request; default 1")),
    SIZE(
            "size",
            integer(
                    "Size of each key in bits, a multiple of 8, min_key_size to max_key_size;"
                            + " default key_size")),
    ADDITIONAL_SLAVES(
            "additional_slave_SAE_IDs",
            array(
                    "Further SAEs that fetch the keys, up to max_SAE_ID_count",
                    Map.of("type", "string"))),
    MANDATORY(
            "extension_mandatory",
            array("Extensions that must be met: " + names(), Map.of("type", "object"))),
    OPTIONAL(
            "extension_optional",
            array(
                    "Extensions that are ignored if they cannot be met: " + names(),
                    Map.of("type", "object"))),
    KEY_ID("key_ID", Map.of("type", "string", "format", "uuid")),
    KEY_IDS(
            "key_IDs",
            array(
                    "The keys, each once",
                    Map.of(
                            "type",
                            "object",
                            "properties",
                            Map.of("key_ID", Map.of("type", "string", "format", "uuid")))));

    private final String jsonName;
    private final Map<String, Object> schema;

    RequestMember(String jsonName, Map<String, Object> schema) {
        this.jsonName = jsonName;
        this.schema = schema;
    }

    String jsonName() {
        return jsonName;
    }

    Map<String, Object> schema() {
        return schema;
    }

    private static String names() {
        return String.join(", ", KeyExtensions.KNOWN.stream().sorted().toList());
    }

    private static Map<String, Object> integer(String description) {
        return Map.of("type", "integer", "description", description);
    }

    private static Map<String, Object> array(String description, Map<String, Object> items) {
        return Map.of("type", "array", "items", items, "description", description);
    }
}
