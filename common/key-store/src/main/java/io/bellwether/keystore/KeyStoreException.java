package io.bellwether.keystore;

/** The store cannot do its work: disk, database, wrong master key, or tampering. Never a secret. */
public class KeyStoreException extends RuntimeException {
    public KeyStoreException(String message) {
        super(message);
    }

    public KeyStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
