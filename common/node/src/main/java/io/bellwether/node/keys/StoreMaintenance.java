package io.bellwether.node.keys;

import io.bellwether.keystore.KeyStore;
import io.bellwether.keystore.KeyStoreException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Erases what has expired, every minute. */
public final class StoreMaintenance implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StoreMaintenance.class);
    private static final long EVERY_SECONDS = 60;

    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("store-maintenance").factory());

    public StoreMaintenance(KeyStore store) {
        timer.scheduleWithFixedDelay(
                () -> maintain(store), EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private static void maintain(KeyStore store) {
        try {
            store.maintain();
        } catch (KeyStoreException e) {
            // Nothing expired is handed out meanwhile; the next minute is another try.
            log.atWarn().addKeyValue("reason", e.getMessage()).log("store.maintenance-failed");
        }
    }

    @Override
    public void close() {
        timer.close();
    }
}
