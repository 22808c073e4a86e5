package io.bellwether.keydelivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class OpenApiTest {
    private static final Path PUBLISHED = Path.of("doc/openapi.json");

    @Test
    @DisplayName(
            "the document in doc/ is the one that the code gives; if not, this says how to mend")
    void published() throws Exception {
        if (Boolean.getBoolean("bellwether.openapi.write")) {
            Files.writeString(PUBLISHED, OpenApiEndpoint.document() + "\n");
        }
        assertThat(Files.readString(PUBLISHED))
                .as("run this test with -Dbellwether.openapi.write=true")
                .isEqualTo(OpenApiEndpoint.document() + "\n");
    }

    @Test
    @DisplayName("it has every path, verb and member of the standard, and an error for each status")
    void complete() {
        var paths = Answers.json(OpenApiEndpoint.document()).get("paths");
        List<String> operations = new ArrayList<>();
        paths.entries()
                .forEach(path ->
                        path.getValue()
                                .entries()
                                .forEach(verb ->
                                        operations.add(verb.getKey() + " " + path.getKey())));
        assertThat(operations)
                .containsExactlyInAnyOrder(
                        "get /api/v1/keys/{slave_SAE_ID}/status",
                        "get /api/v1/keys/{slave_SAE_ID}/enc_keys",
                        "post /api/v1/keys/{slave_SAE_ID}/enc_keys",
                        "get /api/v1/keys/{master_SAE_ID}/dec_keys",
                        "post /api/v1/keys/{master_SAE_ID}/dec_keys",
                        "get /api/v1/openapi.json");
        assertThat(OpenApiEndpoint.document())
                .contains("max_SAE_ID_count", "status_extension", "key_ID", "key_extension")
                .contains("additional_slave_SAE_IDs", "extension_mandatory", "extension_optional")
                .contains("\"503\"", "\"401\"", "mutualTLS", "bellwether_block_certificate");
    }
}
