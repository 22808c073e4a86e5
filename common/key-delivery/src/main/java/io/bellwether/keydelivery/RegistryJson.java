package io.bellwether.keydelivery;

import static io.bellwether.keydelivery.RefusedRequestException.badRequest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import io.bellwether.foundation.End;
import io.bellwether.foundation.SaeId;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The registry as JSON: on the admin interface, and in the file that keeps it. */
public final class RegistryJson {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Set<String> MEMBERS = Set.of("revision", "everyPair", "saes", "pairs");
    private static final Set<String> SAE_MEMBERS =
            Set.of("id", "end", "certificates", "keySizeBits", "requestsPerSecond", "keysPerDay");

    private RegistryJson() {}

    public static byte[] write(SaeDirectory.State state) {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeNumberField("revision", state.revision());
            json.writeBooleanField("everyPair", state.registry().pairs().isEmpty());
            json.writeArrayFieldStart("saes");
            for (Sae sae :
                    state.registry().saes().stream()
                            .sorted(Comparator.comparing(sae -> sae.id().value()))
                            .toList()) {
                write(json, sae);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("pairs");
            for (SaePair pair : state.registry().pairs().orElse(List.of())) {
                json.writeStartArray();
                json.writeString(pair.one().value());
                json.writeString(pair.other().value());
                json.writeEndArray();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, Sae sae) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", sae.id().value());
        json.writeStringField("end", sae.end().name().toLowerCase(Locale.ROOT));
        if (!sae.certificates().isEmpty()) {
            json.writeArrayFieldStart("certificates");
            for (String value : sae.certificates().stream().sorted().toList()) {
                json.writeString(value);
            }
            json.writeEndArray();
        }
        SaeLimits limits = sae.limits();
        if (limits.keySizeBits().isPresent()) {
            json.writeNumberField("keySizeBits", limits.keySizeBits().get());
        }
        if (limits.requestsPerSecond().isPresent()) {
            json.writeNumberField("requestsPerSecond", limits.requestsPerSecond().get());
        }
        if (limits.keysPerDay().isPresent()) {
            json.writeNumberField("keysPerDay", limits.keysPerDay().get());
        }
        json.writeEndObject();
    }

    /**
     * @throws RefusedRequestException naming what is wrong; a name that is not known is
     */
    public static SaeDirectory.State read(byte[] text) {
        JsonObject document = JsonObject.parse(text);
        document.requireOnly(MEMBERS);
        List<Sae> saes = document.objects("saes").stream().map(RegistryJson::sae).toList();
        try {
            return new SaeDirectory.State(
                    document.flag("everyPair").orElse(false)
                            ? SaeRegistry.allPairs(saes)
                            : new SaeRegistry(saes, pairs(document)),
                    document.wholeNumber("revision")
                            .map(text1 -> number("revision", text1))
                            .orElse(0L));
        } catch (IllegalArgumentException e) {
            throw badRequest(e.getMessage());
        }
    }

    private static List<SaePair> pairs(JsonObject document) {
        return document.arraysOfStrings("pairs").stream()
                .map(pair -> {
                    if (pair.size() != 2) {
                        throw badRequest("pairs: %d SAEs; limit two".formatted(pair.size()));
                    }
                    return new SaePair(new SaeId(pair.get(0)), new SaeId(pair.get(1)));
                })
                .toList();
    }

    private static Sae sae(JsonObject object) {
        object.requireOnly(SAE_MEMBERS);
        String id = object.string("id").orElseThrow(() -> badRequest("saes: an id is missing"));
        String end = object.string("end").orElseThrow(() -> badRequest("end: missing"));
        try {
            return new Sae(
                    new SaeId(id),
                    Arrays.stream(End.values())
                            .filter(known -> known.name().equalsIgnoreCase(end))
                            .findFirst()
                            .orElseThrow(() -> badRequest("end: limit alice, bob")),
                    new HashSet<>(object.strings("certificates")),
                    new SaeLimits(
                            object.wholeNumber("keySizeBits")
                                    .map(text -> Math.toIntExact(number("keySizeBits", text))),
                            object.wholeNumber("requestsPerSecond").map(RegistryJson::rate),
                            object.wholeNumber("keysPerDay")
                                    .map(text -> number("keysPerDay", text))));
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw badRequest("SAE %s: %s".formatted(id, e.getMessage()));
        }
    }

    private static Double rate(String text) {
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException e) {
            throw badRequest("requestsPerSecond: limit a number");
        }
    }

    private static long number(String name, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw badRequest("%s: limit a whole number".formatted(name));
        }
    }
}
