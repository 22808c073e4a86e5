package io.bellwether.keydelivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;

/** The status data format of ETSI GS QKD 014, clause 6.1. Sizes are in bits. */
@Serdeable
@JsonInclude(JsonInclude.Include.NON_NULL)
record StatusAnswer(
        @JsonProperty("source_KME_ID") String sourceKmeId,
        @JsonProperty("target_KME_ID") String targetKmeId,
        @JsonProperty("master_SAE_ID") String masterSaeId,
        @JsonProperty("slave_SAE_ID") String slaveSaeId,
        @JsonProperty("key_size") int keySize,
        @JsonProperty("stored_key_count") long storedKeyCount,
        @JsonProperty("max_key_count") int maxKeyCount,
        @JsonProperty("max_key_per_request") int maxKeyPerRequest,
        @JsonProperty("max_key_size") int maxKeySize,
        @JsonProperty("min_key_size") int minKeySize,
        @JsonProperty("max_SAE_ID_count") int maxSaeIdCount,
        @JsonProperty("status_extension") @Nullable Extension statusExtension) {
    /**
     * @param keyRateBitsPerSecond secret bits made per second, lately, for both ends
     * @param poolAgeSeconds how long ago the newest of them came
     */
    @Serdeable
    record Extension(
            @JsonProperty("bellwether_key_rate_bits_per_second") double keyRateBitsPerSecond,
            @JsonProperty("bellwether_pool_age_seconds") double poolAgeSeconds) {
        static Extension of(KeySupply supply) {
            return new Extension(supply.keyRateBitsPerSecond(), supply.poolAgeSeconds());
        }
    }
}
