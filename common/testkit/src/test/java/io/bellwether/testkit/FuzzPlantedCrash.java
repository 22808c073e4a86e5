package io.bellwether.testkit;

/** Fuzz target of the self-test: fails for inputs that nobody finds by chance. */
public final class FuzzPlantedCrash {
    private FuzzPlantedCrash() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length > 4
                && input[0] == 'b'
                && input[1] == 'e'
                && input[2] == 'l'
                && input[3] == 'l'
                && input[4] == 0) {
            throw new IllegalStateException("planted");
        }
    }
}
