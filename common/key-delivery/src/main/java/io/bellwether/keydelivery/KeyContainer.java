package io.bellwether.keydelivery;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.bellwether.foundation.SecretAccess;
import io.bellwether.keystore.DeliveredKey;
import io.micronaut.serde.annotation.Serdeable;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** The key container data format of ETSI GS QKD 014, clause 6.3: {@code keys}, lower case. */
@Serdeable
record KeyContainer(List<Key> keys) {
    /**
     * @param key base64 (RFC 4648)
     */
    @Serdeable
    record Key(@JsonProperty("key_ID") String keyId, String key) {
        @Override
        public String toString() {
            return "Key[" + keyId + "]";
        }
    }

    /** Encodes the keys and erases their bits. */
    static KeyContainer of(List<DeliveredKey> delivered) {
        return new KeyContainer(delivered.stream().map(KeyContainer::encode).toList());
    }

    private static Key encode(DeliveredKey delivered) {
        try (var bits = delivered.bits()) {
            byte[] bytes = bits.read(SecretAccess.to("hand a key to its SAE")).toBytes();
            String key = Base64.getEncoder().encodeToString(bytes);
            Arrays.fill(bytes, (byte) 0);
            return new Key(delivered.keyId().toString(), key);
        }
    }
}
