package io.bellwether.node.keys;

import io.bellwether.keystore.KeyStoreException;
import io.bellwether.keystore.MasterKey;
import io.bellwether.node.config.MasterKeySource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Fetches the master key from where the configuration says. */
public final class MasterKeys {
    private MasterKeys() {}

    /**
     * @throws KeyStoreException if it is not there, or not a key
     */
    public static MasterKey open(MasterKeySource source) {
        return switch (source) {
            case MasterKeySource.KeyFile(Path file) -> MasterKey.read(file);
            case MasterKeySource.Environment(String variable) ->
                    MasterKey.fromEnvironment(System.getenv(), variable);
            case MasterKeySource.Token(String label, Path configuration, Path pinFile) ->
                    inToken(label, configuration, pinFile);
        };
    }

    private static MasterKey inToken(String label, Path configuration, Path pinFile) {
        char[] pin = pin(pinFile);
        try {
            return MasterKey.inToken(configuration, label, pin);
        } finally {
            Arrays.fill(pin, ' ');
        }
    }

    private static char[] pin(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.findFirst().orElse("").toCharArray();
        } catch (IOException e) {
            throw new KeyStoreException("token PIN file %s: %s".formatted(file, e), e);
        }
    }
}
