package io.bellwether.keydelivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import io.bellwether.foundation.SecretAccess;
import io.bellwether.keystore.DeliveredKey;
import io.bellwether.keystore.Reservation;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;

import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** The key container data format of ETSI GS QKD 014, clause 6.3: {@code keys}, lower case. */
@Serdeable
record KeyContainer(List<Key> keys) {
    /**
     * @param key base64 (RFC 4648)
     * @param keyExtension only if the request asked for it
     */
    @Serdeable
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Key(
            @JsonProperty("key_ID") String keyId,
            String key,
            @JsonProperty("key_extension") @Nullable Extension keyExtension) {
        @Override
        public String toString() {
            return "Key[" + keyId + "]";
        }
    }

    /**
     * @param blockCertificate the id of the block that the key was cut from, and so of the block's
     *     certificate
     * @param expires when the key ceases to be handed out, RFC 3339
     */
    @Serdeable
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Extension(
            @JsonProperty(KeyExtensions.BLOCK_CERTIFICATE) @Nullable String blockCertificate,
            @JsonProperty("bellwether_expires") @Nullable String expires) {}

    /** Encodes the keys and erases their bits. */
    static KeyContainer of(List<DeliveredKey> delivered, KeyExtensions extensions) {
        return new KeyContainer(delivered.stream().map(key -> encode(key, extensions)).toList());
    }

    private static Key encode(DeliveredKey delivered, KeyExtensions extensions) {
        try (var bits = delivered.bits()) {
            byte[] bytes = bits.read(SecretAccess.to("hand a key to its SAE")).toBytes();
            String key = Base64.getEncoder().encodeToString(bytes);
            Arrays.fill(bytes, (byte) 0);
            return new Key(
                    delivered.keyId().toString(),
                    key,
                    extension(delivered.reservation(), extensions));
        }
    }

    private static @Nullable Extension extension(
            Reservation reservation, KeyExtensions extensions) {
        boolean expires =
                extensions.lifetime().isPresent()
                        && reservation.expiresMillis() != Reservation.NEVER;
        return expires || extensions.blockCertificate()
                ? new Extension(
                        extensions.blockCertificate()
                                ? reservation.range().blockId().toString()
                                : null,
                        expires
                                ? Instant.ofEpochMilli(reservation.expiresMillis()).toString()
                                : null)
                : null;
    }
}
