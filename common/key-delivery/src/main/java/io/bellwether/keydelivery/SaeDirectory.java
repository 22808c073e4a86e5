package io.bellwether.keydelivery;

import io.bellwether.foundation.End;
import io.bellwether.foundation.SaeId;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * The registry that is in force, and how it is changed while the node runs. The configuration's
 * registry is in force until the first change; from then on a file in the data directory is, also
 * after a restart, until it is {@linkplain #reset reset}.
 *
 * <p>Every change is in the audit trail, durably, before it takes effect.
 */
public final class SaeDirectory {
    private final SaeRegistry configured;
    private final Optional<Path> file;
    private final AuditTrail audit;
    private volatile State state;

    /**
     * @param revision 0 for the configuration's, then counted up
     */
    public record State(SaeRegistry registry, long revision) {}

    /** What became of a change. */
    public sealed interface Change {
        /** It is in force. */
        record Done(State state) implements Change {}

        /** Somebody else was faster: look again. */
        record Outdated(State state) implements Change {}
    }

    private SaeDirectory(SaeRegistry configured, Optional<Path> file, AuditTrail audit) {
        this.configured = configured;
        this.file = file;
        this.audit = audit;
        this.state =
                file.filter(Files::exists).map(SaeDirectory::load).orElse(new State(configured, 0));
    }

    /** A registry that does not change. */
    public static SaeDirectory fixed(SaeRegistry registry) {
        return new SaeDirectory(registry, Optional.empty(), AuditTrail.none());
    }

    /**
     * @param file holds the registry from the first change on
     * @throws IllegalArgumentException if the file is there and not a registry
     */
    public static SaeDirectory open(SaeRegistry configured, Path file, AuditTrail audit) {
        return new SaeDirectory(configured, Optional.of(file), audit);
    }

    private static State load(Path file) {
        try {
            return RegistryJson.read(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RefusedRequestException e) {
            throw new IllegalArgumentException(
                    "%s: %s; mend it, or delete it to go back to the configuration"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    /** What is in force now. */
    public State state() {
        return state;
    }

    /** Where changes are noted. */
    AuditTrail audit() {
        return audit;
    }

    public SaeRegistry current() {
        return state.registry;
    }

    /** The SAEs that fetch at an end now. */
    public Set<SaeId> at(End end) {
        return current().at(end);
    }

    /**
     * Puts another registry in force.
     *
     * @param seen the revision that the change started from
     * @param administrator who wants it, for the audit trail
     * @throws IllegalStateException if this directory is fixed
     */
    public synchronized Change replace(long seen, SaeRegistry next, String administrator) {
        if (state.revision != seen) {
            return new Change.Outdated(state);
        }
        State changed = new State(next, state.revision + 1);
        audit.record(
                "saes.changed",
                administrator,
                "revision %d: %s"
                        .formatted(
                                changed.revision, RegistryChanges.between(state.registry, next)));
        write(changed);
        state = changed;
        return new Change.Done(changed);
    }

    /** Puts the configuration's registry in force again. */
    public synchronized Change reset(long seen, String administrator) {
        return replace(seen, configured, administrator);
    }

    private void write(State changed) {
        Path target =
                file.orElseThrow(() -> new IllegalStateException("the SAE registry is fixed"));
        try {
            DurableFile.replace(target, RegistryJson.write(changed));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
