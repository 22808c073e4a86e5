package io.bellwether.keydelivery;

import static io.bellwether.keydelivery.Answers.error;
import static io.bellwether.keydelivery.Answers.keyId;
import static io.bellwether.keydelivery.Answers.keys;
import static io.bellwether.keydelivery.KeyDeliveryTest.FROM_ALICE;
import static io.bellwether.keydelivery.KeyDeliveryTest.TO_BOB;
import static io.bellwether.keydelivery.TwoKmes.ALICE_APP;
import static io.bellwether.keydelivery.TwoKmes.BOB_APP;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;

import io.bellwether.foundation.End;
import io.micronaut.json.tree.JsonNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Looks for key bytes in everything that every library logs at its most talkative. */
class SecretsStayInTest {
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Recorder recorder = new Recorder();
    private Level levelBefore;
    private TwoKmes kmes;

    private static final class Recorder extends AppenderBase<ILoggingEvent> {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(
                    event.getFormattedMessage()
                            + ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
    }

    @BeforeEach
    void start(@TempDir Path directory) {
        levelBefore = root.getLevel();
        recorder.start();
        root.detachAndStopAllAppenders();
        root.addAppender(recorder);
        root.setLevel(Level.TRACE);
        kmes = new TwoKmes(directory).fill(1 << 14);
    }

    @AfterEach
    void stop() {
        kmes.close();
        root.detachAppender(recorder);
        root.setLevel(levelBefore);
    }

    @Test
    @DisplayName(
            "no key byte reaches a log at TRACE, when all goes well and when the store is gone")
    void nothingInLogs() {
        List<JsonNode> delivered = new ArrayList<>();
        delivered.addAll(keys(kmes.get(ALICE_APP, TO_BOB + "enc_keys?number=3")));
        kmes.post(BOB_APP, FROM_ALICE + "dec_keys", KeyDeliveryTest.keyIds(delivered));
        String again = FROM_ALICE + "dec_keys?key_ID=" + keyId(delivered.getFirst());
        error(kmes.get(BOB_APP, again), 400);
        kmes.store(End.ALICE).close();
        var broken = kmes.get(ALICE_APP, TO_BOB + "enc_keys");
        assertThat(error(broken, 500)).isEqualTo("Internal Server Error");

        String log = String.join("\n", recorder.lines);
        assertThat(log).as("the recorder works").contains("listens at 127.0.0.1");
        for (JsonNode key : delivered) {
            String base64 = key.get("key").getStringValue();
            byte[] bytes = Base64.getDecoder().decode(base64);
            assertThat(log.contains(base64.substring(0, 16))).as("base64").isFalse();
            for (int at = 0; at + 8 <= bytes.length; at++) {
                String hex = HexFormat.of().formatHex(bytes, at, at + 8);
                assertThat(log.toLowerCase().contains(hex)).as("hex at %d", at).isFalse();
            }
        }
    }
}
