package io.bellwether.keydelivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.foundation.End;
import io.bellwether.foundation.SaeId;
import io.bellwether.keydelivery.TestAuthority.Issued;
import io.bellwether.keydelivery.TestAuthority.Validity;

import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;

/** Every method against every kind of wrong identity: nobody gets what is not his own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityMatrixTest {
    private static final String KEYS = "/api/v1/keys/";

    private TwoKmes kmes;
    private Map<String, SSLContext> refusedByTls;
    private Map<String, SSLContext> refusedByName;
    private String keyId;
    private long freeBits;

    @BeforeAll
    void start(@TempDir Path directory) {
        kmes = new TwoKmes(directory).fill(1 << 16);
        keyId =
                Answers.keyId(
                        Answers.keys(kmes.get(TwoKmes.ALICE_APP, KEYS + "bob-app/enc_keys"))
                                .getFirst());
        freeBits = kmes.store(End.ALICE).counts().localFreeBits();
        identities();
    }

    @AfterAll
    void theRightOneStillGetsTheKey() {
        assertThat(
                        Answers.keys(
                                kmes.get(
                                        TwoKmes.BOB_APP,
                                        KEYS + "alice-app/dec_keys?key_ID=" + keyId)))
                .hasSize(1);
        kmes.close();
    }

    private void identities() {
        TestAuthority good = kmes.authority;
        TestAuthority other = new TestAuthority("other authority");
        TestAuthority namesake = new TestAuthority("test authority");
        Instant now = Instant.now();
        refusedByTls = new TreeMap<>();
        refusedByTls.put("no certificate", good.clientContext(null));
        refusedByTls.put("of another authority", context(other.issue("alice-app")));
        refusedByTls.put("of a namesake authority", context(namesake.issue("alice-app")));
        refusedByTls.put(
                "expired",
                context(
                        good.issue(
                                "alice-app",
                                new Validity(now.minusSeconds(7200), now.minusSeconds(60)))));
        refusedByTls.put(
                "not valid yet",
                context(
                        good.issue(
                                "alice-app",
                                new Validity(now.plusSeconds(3600), now.plusSeconds(7200)))));
        refusedByName = new TreeMap<>();
        refusedByName.put("unregistered", context(good.issue("stranger")));
        refusedByName.put("in another case", context(good.issue("Alice-App")));
        refusedByName.put("in letters that look the same", context(good.issue("\u0430lice-app")));
        refusedByName.put("the KME's own name", context(good.issue("kme-ALICE")));
        refusedByName.put(
                "the name elsewhere",
                context(good.issue("stranger", new GeneralName(GeneralName.dNSName, "alice-app"))));
        refusedByName.put("two names", context(good.issue("alice-app,CN=alice-second")));
        refusedByName.put("served by the other KME", context(good.issue("bob-app")));
        refusedByName.put("in no pair", context(good.issue("loner-alice")));
    }

    private SSLContext context(Issued issued) {
        return kmes.authority.clientContext(issued);
    }

    static List<String> methods() {
        return List.of(
                "GET bob-second/status",
                "GET bob-second/enc_keys",
                "POST bob-second/enc_keys {}",
                "POST bob-second/enc_keys {\"additional_slave_SAE_IDs\":[\"bob-app\"]}",
                "GET bob-app/status",
                "GET bob-app/enc_keys",
                "GET bob-app/dec_keys?key_ID={id}",
                "POST bob-app/dec_keys {\"key_IDs\":[{\"key_ID\":\"{id}\"}]}",
                "GET alice-app/dec_keys?key_ID={id}",
                "POST alice-app/dec_keys {\"key_IDs\":[{\"key_ID\":\"{id}\"}]}");
    }

    static Stream<Arguments> byTls() {
        return Stream.of(
                        "no certificate",
                        "of another authority",
                        "of a namesake authority",
                        "expired",
                        "not valid yet")
                .flatMap(who -> methods().stream().map(method -> Arguments.of(who, method)));
    }

    static Stream<Arguments> byName() {
        return Stream.of(
                        "unregistered",
                        "in another case",
                        "in letters that look the same",
                        "the KME's own name",
                        "the name elsewhere",
                        "two names",
                        "served by the other KME",
                        "in no pair")
                .flatMap(who -> methods().stream().map(method -> Arguments.of(who, method)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("byTls")
    @DisplayName("a certificate that TLS refuses gets no answer from any method")
    void refusedByTls(String who, String method) {
        try (RawConnection connection =
                new RawConnection(refusedByTls.get(who), kmes.port(End.ALICE))) {
            RawConnection.Answer answer = send(connection, method);
            assertThat(answer).as(who + ": " + answer.body()).isNull();
        } catch (IOException refused) {
            assertThat(refused).isNotNull();
        }
        assertNothingTaken();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("byName")
    @DisplayName("a certificate that names the wrong one gets 401 from any method, and no key")
    void refusedByName(String who, String method) throws IOException {
        try (RawConnection connection =
                new RawConnection(refusedByName.get(who), kmes.port(End.ALICE))) {
            RawConnection.Answer answer = send(connection, method);
            assertThat(answer.status()).as(answer.body()).isEqualTo(401);
            assertThat(answer.body()).doesNotContain("\"key\"");
        }
        assertNothingTaken();
    }

    private RawConnection.Answer send(RawConnection connection, String method) throws IOException {
        String[] words = method.replace("{id}", keyId).split(" ", 3);
        return connection
                .request(
                        words[0],
                        KEYS + words[1],
                        words.length > 2 ? words[2] : null,
                        "Content-Type: application/json")
                .read();
    }

    private void assertNothingTaken() {
        assertThat(kmes.store(End.ALICE).counts().localFreeBits()).isEqualTo(freeBits);
    }

    /** Those who are known, each against keys that are another's. */
    static Stream<Arguments> known() {
        return Stream.of(
                        TwoKmes.ALICE_APP,
                        TwoKmes.ALICE_SECOND,
                        TwoKmes.BOB_SECOND,
                        TwoKmes.ODD_NAME)
                .flatMap(who ->
                        Stream.of("alice-app", "alice-second", "bob-app", "bob-second")
                                .map(master -> Arguments.of(who, master)));
    }

    @ParameterizedTest(name = "{0} at {1}")
    @MethodSource("known")
    @DisplayName("a known SAE that was not named for a key cannot fetch it, whatever path it takes")
    void foreignKey(SaeId who, String master) {
        var answer = kmes.get(who, KEYS + master + "/dec_keys?key_ID=" + keyId);
        assertThat(answer.statusCode()).isIn(400, 401);
        assertThat(answer.body()).doesNotContain("\"key\"");
    }
}
