package io.bellwether.node.config;

import java.nio.file.Path;

/** Where the store's master key is. */
public sealed interface MasterKeySource {
    /** A file of exactly 32 bytes. */
    record KeyFile(Path file) implements MasterKeySource {}

    /** A variable of the process' environment, in hexadecimal digits or base64. */
    record Environment(String variable) implements MasterKeySource {}

    /**
     * A token that speaks PKCS#11.
     *
     * @param configuration of the JDK's SunPKCS11
     * @param pinFile its first line is the PIN
     */
    record Token(String label, Path configuration, Path pinFile) implements MasterKeySource {}
}
