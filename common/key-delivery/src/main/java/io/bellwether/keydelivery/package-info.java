/**
 * ETSI GS QKD 014 V1.1.1 over mutual TLS: status, enc_keys and dec_keys, one class per endpoint.
 *
 * <p>The beans of this package exist only in a context that was given {@link
 * io.bellwether.keydelivery.KeyDeliverySettings}, which is the one that {@link
 * io.bellwether.keydelivery.KeyDeliveryServer} makes.
 */
@Configuration
@Requires(beans = KeyDeliverySettings.class)
package io.bellwether.keydelivery;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
