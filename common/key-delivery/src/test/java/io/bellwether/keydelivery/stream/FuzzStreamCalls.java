package io.bellwether.keydelivery.stream;

import com.google.protobuf.InvalidProtocolBufferException;

import io.bellwether.keydelivery.KeyLimits;
import io.bellwether.proto.stream.v1.OpenConnectRequest;

/** Fuzz target: OPEN_CONNECT. What is offered in its place must be what can be met. */
public final class FuzzStreamCalls {
    private static final StreamLimits LIMITS =
            new StreamLimits(KeyLimits.defaults(), 10, 1_000_000, 60_000, 4);

    private FuzzStreamCalls() {}

    public static void fuzzerTestOneInput(byte[] message) {
        OpenConnectRequest request;
        try {
            request = OpenConnectRequest.parseFrom(message);
        } catch (InvalidProtocolBufferException malformed) {
            return;
        }
        StreamQos offered =
                StreamEndpoint.qos(request.getQos()).withDefaults(LIMITS).proposal(LIMITS);
        if (!offered.proposal(LIMITS).equals(offered) || offered.chunkBits() < 64) {
            throw new AssertionError("not met: " + offered);
        }
        try {
            StreamEndpoint.application("source", request.getSource());
        } catch (StreamRefusal refused) {
            return;
        }
    }
}
