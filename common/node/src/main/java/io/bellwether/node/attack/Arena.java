package io.bellwether.node.attack;

import io.bellwether.device.BoxException;
import io.bellwether.device.BoxShape;
import io.bellwether.protocol.BlockPlan;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;

/** Where attacks take place: pairs of daemons, one of them shared by all that only bring a box. */
public final class Arena implements AutoCloseable {
    private final Path folder;
    private final long seed;
    private final boolean honestBoxes;
    private final PrintWriter progress;
    private DaemonPair shared;
    private WiredPair wired;
    private BlockPlan plan;
    private int pairs;

    /**
     * @param folder new or empty; holds what the daemons write
     * @param seed of everything that the adversaries draw
     * @param honestBoxes whether honest boxes stand in for malicious ones, so that it shows whether
     *     the verdicts notice
     */
    public Arena(Path folder, long seed, boolean honestBoxes, PrintWriter progress) {
        this.folder = folder;
        this.seed = seed;
        this.honestBoxes = honestBoxes;
        this.progress = progress;
    }

    long seed() {
        return seed;
    }

    boolean honestBoxes() {
        return honestBoxes;
    }

    /** The plan of blocks in memory, computed once. */
    BlockPlan plan() {
        if (plan == null) {
            plan = AttackPlan.inMemory();
        }
        return plan;
    }

    /** The running pair that attacks share if they change nothing but the box. */
    DaemonPair sharedPair() throws IOException, GeneralSecurityException, BoxException {
        if (shared == null) {
            say("starting two daemons");
            shared = preparePair(Map.of()).started();
        }
        return shared;
    }

    /** The running pair that attacks share if somebody is at its cable. */
    WiredPair wiredPair() throws IOException, GeneralSecurityException, BoxException {
        if (wired == null) {
            say("starting two daemons with somebody at the cable");
            wired = WiredPair.start(preparePair(Map.of()));
        }
        return wired;
    }

    /** The next attacks get new ones. */
    void abandonSharedPairs() throws IOException {
        close();
        shared = null;
        wired = null;
    }

    /** A pair for one attack alone, which closes it. */
    DaemonPair preparePair(Map<String, String> settings)
            throws IOException, GeneralSecurityException, BoxException {
        return DaemonPair.prepare(folder.resolve("pair" + ++pairs), settings);
    }

    /** The same for another protocol than CHSH. */
    DaemonPair preparePair(Map<String, String> settings, BoxShape shape)
            throws IOException, GeneralSecurityException, BoxException {
        return DaemonPair.prepare(folder.resolve("pair" + ++pairs), settings, shape);
    }

    /** A line of progress. */
    void say(String line) {
        progress.println("  " + line);
        progress.flush();
    }

    @Override
    public void close() throws IOException {
        if (shared != null) {
            shared.close();
        }
        if (wired != null) {
            wired.close();
        }
    }
}
