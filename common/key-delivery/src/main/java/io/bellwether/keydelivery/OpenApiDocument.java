package io.bellwether.keydelivery;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The OpenAPI 3.1 document of the endpoints, read off their classes and the records they answer.
 */
final class OpenApiDocument {
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)(:[^}]*)?}");
    private static final List<String> ERRORS = List.of("400", "401", "404", "405", "415", "503");
    private static final Map<String, Object> ERROR =
            answer("An error", Map.of("$ref", "#/components/schemas/ErrorAnswer"));

    private final Map<String, Object> schemas = new TreeMap<>();

    private OpenApiDocument() {}

    static String of(Class<?>... endpoints) {
        OpenApiDocument document = new OpenApiDocument();
        Map<String, Object> paths = new TreeMap<>();
        for (Class<?> endpoint : endpoints) {
            String path = endpoint.getAnnotation(Controller.class).value();
            paths.put(
                    VARIABLE.matcher(path).replaceAll("{$1}"), document.operations(endpoint, path));
        }
        document.schemas.put("ErrorAnswer", document.schema(ErrorAnswer.class));
        Map<String, Object> root = new TreeMap<>();
        root.put("openapi", "3.1.0");
        root.put(
                "info",
                Map.of(
                        "title",
                        "Key delivery, ETSI GS QKD 014 V1.1.1",
                        "version",
                        "v1",
                        "description",
                        "Mutual TLS; the client certificate says which SAE calls."));
        root.put("paths", paths);
        root.put(
                "components",
                Map.of(
                        "schemas",
                        document.schemas,
                        "securitySchemes",
                        Map.of("clientCertificate", Map.of("type", "mutualTLS"))));
        root.put("security", List.of(Map.of("clientCertificate", List.of())));
        return json(root);
    }

    private Map<String, Object> operations(Class<?> endpoint, String path) {
        Map<String, Object> operations = new TreeMap<>();
        for (Method method : endpoint.getDeclaredMethods()) {
            Operation operation = method.getAnnotation(Operation.class);
            if (operation != null) {
                boolean get = method.isAnnotationPresent(Get.class);
                if (!get && !method.isAnnotationPresent(Post.class)) {
                    throw new IllegalStateException(method + ": neither GET nor POST");
                }
                operations.put(get ? "get" : "post", operation(method, operation, path, get));
            }
        }
        return operations;
    }

    private Map<String, Object> operation(
            Method method, Operation operation, String path, boolean get) {
        Map<String, Object> described = new TreeMap<>();
        described.put("summary", operation.summary());
        List<Object> parameters = new ArrayList<>();
        Matcher variables = VARIABLE.matcher(path);
        while (variables.find()) {
            parameters.add(parameter(variables.group(1), "path", Map.of("type", "string")));
        }
        if (get) {
            for (RequestMember member : operation.request()) {
                parameters.add(parameter(member.jsonName(), "query", member.schema()));
            }
        } else {
            Map<String, Object> members = new TreeMap<>();
            for (RequestMember member : operation.request()) {
                members.put(member.jsonName(), member.schema());
            }
            described.put("requestBody", content(Map.of("type", "object", "properties", members)));
        }
        described.put("parameters", parameters);
        Map<String, Object> responses = new TreeMap<>();
        ERRORS.forEach(status -> responses.put(status, ERROR));
        responses.put("200", answer("The answer", answerSchema(method)));
        described.put("responses", responses);
        return described;
    }

    private static Map<String, Object> parameter(
            String name, String in, Map<String, Object> schema) {
        return new TreeMap<>(
                Map.of("name", name, "in", in, "required", in.equals("path"), "schema", schema));
    }

    private Map<String, Object> answerSchema(Method method) {
        Type answer =
                ((ParameterizedType) method.getGenericReturnType()).getActualTypeArguments()[0];
        return schema(answer);
    }

    private Map<String, Object> schema(Type type) {
        if (type instanceof ParameterizedType list) {
            return Map.of("type", "array", "items", schema(list.getActualTypeArguments()[0]));
        }
        if (type instanceof Class<?> record && record.isRecord()) {
            String name =
                    record.getEnclosingClass() == null
                            ? record.getSimpleName()
                            : record.getEnclosingClass().getSimpleName() + record.getSimpleName();
            if (!schemas.containsKey(name)) {
                schemas.put(name, Map.of());
                schemas.put(name, record(record));
            }
            return Map.of("$ref", "#/components/schemas/" + name);
        }
        return Map.of("type", simple(type));
    }

    private static String simple(Type type) {
        if (type == int.class || type == long.class) {
            return "integer";
        }
        return type == double.class ? "number" : type == String.class ? "string" : "object";
    }

    private Map<String, Object> record(Class<?> record) {
        Map<String, Object> members = new TreeMap<>();
        for (RecordComponent component : record.getRecordComponents()) {
            members.put(jsonName(record, component), schema(component.getGenericType()));
        }
        return Map.of("type", "object", "properties", members);
    }

    private static String jsonName(Class<?> record, RecordComponent component) {
        return Arrays.stream(record.getDeclaredConstructors())
                .flatMap(constructor -> Arrays.stream(constructor.getParameters()))
                .filter(parameter -> parameter.getName().equals(component.getName()))
                .map(parameter -> parameter.getAnnotation(JsonProperty.class))
                .filter(name -> name != null)
                .map(JsonProperty::value)
                .findFirst()
                .orElse(component.getName());
    }

    private static Map<String, Object> answer(String description, Map<String, Object> schema) {
        Map<String, Object> answer = new TreeMap<>(content(schema));
        answer.put("description", description);
        return answer;
    }

    private static Map<String, Object> content(Map<String, Object> schema) {
        return Map.of("content", Map.of("application/json", Map.of("schema", schema)));
    }

    private static String json(Object tree) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            write(json, tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        switch (value) {
            case Map<?, ?> map -> {
                json.writeStartObject();
                for (Map.Entry<?, ?> entry : new TreeMap<>(map).entrySet()) {
                    json.writeFieldName(entry.getKey().toString());
                    write(json, entry.getValue());
                }
                json.writeEndObject();
            }
            case List<?> list -> {
                json.writeStartArray();
                for (Object element : list) {
                    write(json, element);
                }
                json.writeEndArray();
            }
            case Boolean flag -> json.writeBoolean(flag);
            default -> json.writeString(value.toString());
        }
    }
}
