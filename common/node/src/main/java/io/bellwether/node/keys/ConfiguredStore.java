package io.bellwether.node.keys;

import io.bellwether.keystore.KeyLifetime;
import io.bellwether.keystore.KeyStore;
import io.bellwether.keystore.KeyStoreException;
import io.bellwether.keystore.MasterKey;
import io.bellwether.node.config.FrontEndConfiguration;
import io.bellwether.node.config.MasterKeySource;
import io.bellwether.node.config.NodeConfiguration;
import io.bellwether.node.config.StoreConfiguration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/** Opens the key store that a configuration describes. */
public final class ConfiguredStore {
    private static final String NEXT_KEY = ".next";

    private ConfiguredStore() {}

    /**
     * @throws KeyStoreException if the store or its master key cannot be opened
     */
    public static KeyStore open(NodeConfiguration configuration) {
        return open(configuration.frontEnd());
    }

    /** As the other, for a delivery front end. */
    public static KeyStore open(FrontEndConfiguration configuration) {
        StoreConfiguration store = configuration.store();
        try (MasterKey master = MasterKeys.open(store.masterKey())) {
            return KeyStore.open(
                    store.database(),
                    master,
                    configuration.node().end(),
                    new KeyLifetime(InstantSource.system(), store.keyLifetime()));
        } catch (KeyStoreException e) {
            throw store.masterKey() instanceof MasterKeySource.KeyFile(Path file)
                            && Files.exists(nextKey(file))
                    ? new KeyStoreException(
                            "%s; a change of the master key was interrupted, finish it with: bellwether store rotate-key CONFIGURATION.yml"
                                    .formatted(e.getMessage()),
                            e)
                    : e;
        }
    }

    /** Where a new master key lies until it takes the place of the old one. */
    public static Path nextKey(Path masterKey) {
        return masterKey.resolveSibling(masterKey.getFileName() + NEXT_KEY);
    }
}
