package io.bellwether.node;

/** The version of this software, from the jar it was started from. */
public final class Version {
    private Version() {}

    /** For example {@code 0.1.0}; {@code development} when not started from a jar. */
    public static String current() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
