package io.bellwether.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;

class LinkDialerTest {
    @Test
    @DisplayName(
            "why a connection ended is said in one line, with the cause underneath if it has words")
    void oneLine() {
        Status lost =
                Status.UNAVAILABLE.withDescription(
                        "Connection closed while performing TLS negotiation\n"
                                + "Channel Pipeline: [a]");

        assertThat(LinkDialer.describe(lost.asRuntimeException()))
                .isEqualTo("UNAVAILABLE: Connection closed while performing TLS negotiation");
        assertThat(
                        LinkDialer.describe(
                                lost.withCause(new ClosedChannelException()).asRuntimeException()))
                .isEqualTo("UNAVAILABLE: Connection closed while performing TLS negotiation");
        assertThat(
                        LinkDialer.describe(
                                Status.UNAVAILABLE
                                        .withDescription("io exception")
                                        .withCause(new ConnectException("Connection refused"))
                                        .asRuntimeException()))
                .isEqualTo("UNAVAILABLE: io exception: Connection refused");
    }
}
