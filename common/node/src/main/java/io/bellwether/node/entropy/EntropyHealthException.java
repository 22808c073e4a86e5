package io.bellwether.node.entropy;

/**
 * The generator of settings, seeds and keys failed a health test. Nothing more is drawn from it:
 * the node stops, and starting it again helps only if the machine's generator has been repaired.
 * The message names the test and its cutoff, never the bits.
 */
public final class EntropyHealthException extends RuntimeException {
    public EntropyHealthException(String message) {
        super(message);
    }
}
