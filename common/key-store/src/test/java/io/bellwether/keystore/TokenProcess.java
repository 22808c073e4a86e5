package io.bellwether.keystore;

import static io.bellwether.keystore.StoreFixture.MASTER;
import static io.bellwether.keystore.StoreFixture.addDeliverable;
import static io.bellwether.keystore.StoreFixture.expected;
import static io.bellwether.keystore.StoreFixture.request;
import static io.bellwether.keystore.StoreFixture.reveal;

import io.bellwether.foundation.End;

import java.nio.file.Path;
import java.security.Security;
import java.util.List;

import javax.crypto.spec.SecretKeySpec;

/** Puts a master key into a token and keeps a store under it, in a process of its own. */
final class TokenProcess {
    private static final char[] PIN = "1234".toCharArray();

    private TokenProcess() {}

    public static void main(String[] arguments) throws Exception {
        Path configuration = Path.of(arguments[0]);
        Path database = Path.of(arguments[1], "keys.db");
        createKey(configuration);
        try (KeyStore store = open(configuration, database)) {
            addDeliverable(store, 1, 1024, 1024);
        }
        try (KeyStore store = open(configuration, database)) {
            Reservation one = store.reserve(request(1, 256)).orElseThrow().getFirst();
            var key = store.takeForMaster(MASTER, List.of(one.keyId())).getFirst();
            System.out.println(
                    reveal(key).equals(expected(1, 1024, one)) ? "delivered" : "wrong bits");
        }
        try {
            MasterKey.inToken(configuration, "other", PIN);
        } catch (KeyStoreException e) {
            System.out.println(e.getMessage());
        }
        System.exit(0);
    }

    private static KeyStore open(Path configuration, Path database) {
        return KeyStore.open(
                database, MasterKey.inToken(configuration, "bellwether", PIN), End.ALICE);
    }

    private static void createKey(Path configuration) throws Exception {
        var provider = Security.getProvider("SunPKCS11").configure(configuration.toString());
        var token = java.security.KeyStore.getInstance("PKCS11", provider);
        token.load(null, PIN);
        byte[] key = new byte[MasterKey.LENGTH_BYTES];
        key[0] = 7;
        token.setKeyEntry("bellwether", new SecretKeySpec(key, "AES"), null, null);
    }
}
