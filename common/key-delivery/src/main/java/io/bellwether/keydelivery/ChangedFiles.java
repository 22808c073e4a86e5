package io.bellwether.keydelivery;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What is made from files, made again when one of them has changed; if that fails, what was made
 * before stays. Either is in the audit trail.
 */
public final class ChangedFiles<T> {
    /** Event in the audit trail: changed files were taken over. */
    public static final String RENEWED = "files.renewed";

    /** Event in the audit trail: changed files cannot be used, and what was there before stays. */
    public static final String REFUSED = "files.refused";

    private static final Logger LOG = LoggerFactory.getLogger(ChangedFiles.class);

    private final List<Path> files;
    private final Maker<T> maker;
    private final Noted<T> noted;
    private List<String> seen;
    private T made;

    /** Reads the files. */
    public interface Maker<T> {
        T make() throws IOException;
    }

    /**
     * What the audit trail is told.
     *
     * @param purpose of the files
     * @param description of what they hold, without a secret
     */
    public record Noted<T>(AuditTrail audit, String purpose, Function<T, String> description) {
        private void renewed(List<Path> files, T made) {
            record(RENEWED, files, description.apply(made));
        }

        private void refused(List<Path> files, Exception reason) {
            record(REFUSED, files, "what was read before stays: " + reason.getMessage());
        }

        /** A full disk keeps nobody from renewing a certificate: the event is then in the log. */
        private void record(String event, List<Path> files, String what) {
            try {
                audit.record(event, owners(files), "%s: %s".formatted(purpose, what));
            } catch (RuntimeException e) {
                LOG.error("not in the audit trail ({}): {} {}", e.getMessage(), event, what);
            }
        }

        /** The system's users that the files belong to. */
        private static String owners(List<Path> files) {
            return String.join(", ", files.stream().map(Noted::owner).distinct().sorted().toList());
        }

        private static String owner(Path file) {
            try {
                return "owner " + Files.getOwner(file).getName();
            } catch (IOException | UnsupportedOperationException unknown) {
                return "owner unknown";
            }
        }
    }

    /**
     * @throws IOException if the files cannot be used now
     */
    public ChangedFiles(List<Path> files, Maker<T> maker, Noted<T> noted) throws IOException {
        this.files = List.copyOf(files);
        this.maker = maker;
        this.noted = noted;
        this.seen = stamps();
        this.made = maker.make();
    }

    /** What the files say now. */
    public synchronized T current() {
        try {
            List<String> now = stamps();
            if (now.equals(seen)) {
                return made;
            }
            List<Path> changed = changed(now);
            seen = now;
            try {
                made = maker.make();
                noted.renewed(changed, made);
            } catch (IOException | IllegalArgumentException e) {
                noted.refused(changed, e);
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be looked at: {}", files, e.getMessage());
        }
        return made;
    }

    private List<Path> changed(List<String> now) {
        List<Path> changed = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            if (!now.get(i).equals(seen.get(i))) {
                changed.add(files.get(i));
            }
        }
        return changed;
    }

    private List<String> stamps() throws IOException {
        List<String> stamps = new ArrayList<>();
        for (Path file : files) {
            stamps.add(stamp(file));
        }
        return stamps;
    }

    private static String stamp(Path file) throws IOException {
        try {
            return Files.getLastModifiedTime(file) + "/" + Files.size(file);
        } catch (NoSuchFileException e) {
            return "missing";
        }
    }
}
