package io.bellwether.keystore;

/** Nothing is handed out: these keys may have been handed out before. Nothing was changed. */
public final class StoreSuspendedException extends KeyStoreException {
    private static final long serialVersionUID = 1L;

    private final Suspension suspension;

    StoreSuspendedException(Suspension suspension) {
        super(explanation(suspension));
        this.suspension = suspension;
    }

    /** Why nothing is handed out, and what helps. */
    public static String explanation(Suspension suspension) {
        return switch (suspension) {
            case RESTORED ->
                    "the key store was restored from a backup; it hands out keys again when it has"
                            + " met its peer";
            case PUT_BACK ->
                    "the key store was put back to an older state and its keys may have been handed"
                            + " out before; stop the node and give them up with: bellwether store"
                            + " discard-keys CONFIGURATION.yml";
        };
    }

    public Suspension suspension() {
        return suspension;
    }
}
