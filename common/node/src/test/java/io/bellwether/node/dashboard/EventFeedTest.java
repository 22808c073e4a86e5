package io.bellwether.node.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

class EventFeedTest {
    /** Goes away after the first event. */
    private static final class Reader extends OutputStream {
        private final ByteArrayOutputStream read = new ByteArrayOutputStream();

        @Override
        public void write(int one) {
            read.write(one);
        }

        @Override
        public void flush() throws IOException {
            throw new IOException("the reader has gone");
        }
    }

    @Test
    @DisplayName("states that cannot be put together are left out, and the next one is sent")
    void failingStates() {
        var asked = new AtomicInteger();
        try (var feed =
                new EventFeed(
                        () -> {
                            if (asked.incrementAndGet() <= 3) {
                                throw new IllegalStateException("disk full");
                            }
                            return "{}".getBytes(StandardCharsets.UTF_8);
                        },
                        Duration.ofMillis(5))) {
            var reader = new Reader();

            assertThatThrownBy(() -> feed.copyTo(reader)).hasMessage("the reader has gone");

            assertThat(reader.read.toString(StandardCharsets.UTF_8)).contains("data: {}");
            assertThat(asked.get()).isGreaterThan(3);
        }
    }
}
