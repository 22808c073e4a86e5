package io.bellwether.securityproof;

/**
 * The free parameters of a theorem, chosen on the honest model before the run. Any choice within
 * their ranges is sound; a poor one costs key.
 */
public sealed interface ChosenParameters
        permits KeylenEatOxford.FreeParameters,
                KeylenRenyi.FreeParameters,
                KeylenNoSignal.NoFreeParameters {}
