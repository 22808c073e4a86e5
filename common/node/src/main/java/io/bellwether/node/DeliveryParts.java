package io.bellwether.node;

import io.bellwether.foundation.EntropySource;
import io.bellwether.keydelivery.PeerReservation;
import io.bellwether.keystore.KeyStore;
import io.bellwether.node.config.FrontEndConfiguration;

/**
 * What every way to keys needs, in an engine's process or in a front end's.
 *
 * @param peer the way to the other end's store
 */
record DeliveryParts(
        FrontEndConfiguration configuration,
        KeyStore store,
        PeerReservation peer,
        EntropySource entropy) {}
