package io.bellwether.node.status;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

import io.bellwether.protocol.GeneralisedProtocol;
import io.bellwether.protocol.Protocol;
import io.bellwether.protocol.SelfTestProtocol;
import io.bellwether.protocol.TwoBasesProtocol;

/** How this node writes and reads its own JSON: times as text, absent values as null. */
public final class Json {
    public static final ObjectMapper MAPPER =
            JsonMapper.builder()
                    .addModule(new Jdk8Module())
                    .addModule(new JavaTimeModule())
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    // A newer node may say more.
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .addMixIn(Protocol.class, ByName.class)
                    .build();

    /** A protocol is written with its name, and read by it. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "name")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Protocol.Chsh.class, name = "chsh"),
        @JsonSubTypes.Type(value = GeneralisedProtocol.class, name = "generalised-chsh"),
        @JsonSubTypes.Type(value = TwoBasesProtocol.class, name = "two-bases"),
        @JsonSubTypes.Type(value = SelfTestProtocol.class, name = "d-outcome"),
        @JsonSubTypes.Type(value = Protocol.Chained.class, name = "chained")
    })
    private interface ByName {}

    private Json() {}
}
