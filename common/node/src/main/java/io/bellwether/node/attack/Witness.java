package io.bellwether.node.attack;

import io.bellwether.foundation.End;
import io.bellwether.node.loopback.HandedKeys;
import io.bellwether.node.loopback.SaeClient;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Looks on while a pair suffers something: two applications that ask for keys at both ends all the
 * time and keep what they get, and a clock.
 */
final class Witness implements AutoCloseable {
    private static final int PAUSE_MILLIS = 400;

    private final DaemonPair pair;
    private final HandedKeys handed = new HandedKeys();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final List<Thread> applications = new ArrayList<>();
    private long sufferedUntilNanos = System.nanoTime();

    /** Begins to ask; the pair has a key to give. */
    Witness(DaemonPair pair) throws IOException, GeneralSecurityException {
        this.pair = pair;
        for (End end : End.values()) {
            SaeClient application = pair.application(end);
            applications.add(Thread.ofVirtual().start(() -> ask(application)));
        }
    }

    private void ask(SaeClient application) {
        try (application) {
            while (!ended.get()) {
                application.newKey().ifPresent(handed::keep);
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean holdsKeys() {
        return handed.count() > 0;
    }

    /** The adversary has done what he could: from here on recovery is timed. */
    void sufferedUntilNow() {
        sufferedUntilNanos = System.nanoTime();
    }

    double secondsSince() {
        return (System.nanoTime() - sufferedUntilNanos) / 1e9;
    }

    /** No more keys are asked for. */
    void stopAsking() throws InterruptedException {
        ended.set(true);
        for (Thread application : applications) {
            application.join();
        }
    }

    /**
     * What the applications hold.
     *
     * @param handedOut keys that an application was given at one end
     * @param fetchedAlike of them, those that the other end gave too, the same
     * @param violations a sentence for each other one, and for each that was handed out twice
     */
    record Keys(int handedOut, int fetchedAlike, List<String> violations) {
        boolean isNoneLost() {
            return violations.isEmpty() && fetchedAlike == handedOut;
        }
    }

    /** Fetches at the other end every key that anybody holds. */
    Keys fetchAll() throws IOException, GeneralSecurityException, InterruptedException {
        stopAsking();
        List<String> violations = new ArrayList<>();
        handed.requireDistinct(violations::add);
        try (SaeClient alice = pair.application(End.ALICE);
                SaeClient bob = pair.application(End.BOB)) {
            int alike = handed.fetchAll(alice, bob, violations::add);
            return new Keys(handed.count(), alike, List.copyOf(violations));
        }
    }

    @Override
    public void close() {
        ended.set(true);
    }
}
