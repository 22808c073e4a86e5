package io.bellwether.keydelivery.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.foundation.End;
import io.bellwether.keydelivery.RawConnection;
import io.bellwether.keydelivery.conformance.KmePair.ClientKind;
import io.micronaut.json.tree.JsonNode;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs rows of the table, each on a connection that must outlive it. */
public final class CaseRunner implements AutoCloseable {
    private static final Pattern GIVEN =
            Pattern.compile("(\\d+) keys(?: of (\\d+))? to (\\w+)(?: and (\\w+))?( fetched)?");

    private final KmePair pair;
    private final Roles roles;
    private final Map<String, RawConnection> connections = new HashMap<>();

    public CaseRunner(KmePair pair, End masterEnd) {
        this.pair = pair;
        this.roles = new Roles(masterEnd);
    }

    /** Fails with the row's name if the answer is not the expected one. */
    public void run(Case row) throws IOException {
        String context = roles.masterEnd() + ": " + row.name();
        if (row.request().startsWith("@")) {
            new WireScenarios(pair, roles, context).run(row);
            return;
        }
        Map<String, String> ids = new HashMap<>();
        List<String> given = given(row, ids);
        Message message = Message.parse(row.request(), roles, ids);
        RawConnection.Answer answer = send(row.caller(), message);
        JsonNode json = Expectation.form(answer, row.status(), context);
        Expectation.check(row.expectations(), answer, json, given, context);
        assertThat(answer.headers().get("connection")).as(context).isNotEqualTo("close");
    }

    private List<String> given(Case row, Map<String, String> ids) throws IOException {
        Matcher words = GIVEN.matcher(row.given());
        if (!words.matches()) {
            assertThat(row.given()).as(row.name()).isEqualTo("-");
            return List.of();
        }
        String size = words.group(2) == null ? "" : ",\"size\":" + words.group(2);
        String also =
                words.group(4) == null
                        ? ""
                        : ",\"additional_slave_SAE_IDs\":[\"{" + words.group(4) + "}\"]";
        String request =
                "POST {%s}/enc_keys <<< {\"number\":%s%s%s}"
                        .formatted(words.group(3), words.group(1), size, also);
        RawConnection.Answer answer = send("master", Message.parse(request, roles, Map.of()));
        JsonNode json = Expectation.form(answer, 200, row.name() + ": given");
        List<String> keys = Expectation.pairs(json);
        for (int i = 0; i < keys.size(); i++) {
            String id = keys.get(i).substring(0, keys.get(i).indexOf('='));
            ids.put("id" + (i + 1), id);
            ids.put("ID" + (i + 1), id.toUpperCase(Locale.ROOT));
        }
        if (words.group(5) != null) {
            String fetch = "GET {master}/dec_keys?key_ID=" + ids.get("id1");
            Message fetched = Message.parse(fetch, roles, ids);
            Expectation.form(send(words.group(3), fetched), 200, row.name() + ": fetched");
        }
        return keys;
    }

    private RawConnection.Answer send(String caller, Message message) throws IOException {
        RawConnection connection = connections.get(caller);
        if (connection == null) {
            connection =
                    new RawConnection(
                            pair.client(ClientKind.GOOD, roles.sae(caller)),
                            pair.port(roles.end(caller)));
            connections.put(caller, connection);
        }
        connection.request(
                message.method(),
                message.target(),
                message.body(),
                message.headers().toArray(String[]::new));
        return connection.read();
    }

    @Override
    public void close() throws IOException {
        for (RawConnection connection : connections.values()) {
            connection.close();
        }
    }
}
