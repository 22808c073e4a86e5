package io.bellwether.keydelivery;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What is made from files, made again when one of them has changed; if that fails, what was made
 * before stays.
 */
public final class ChangedFiles<T> {
    private static final Logger LOG = LoggerFactory.getLogger(ChangedFiles.class);

    private final List<Path> files;
    private final Maker<T> maker;
    private List<String> seen;
    private T made;

    /** Reads the files. */
    public interface Maker<T> {
        T make() throws IOException;
    }

    /**
     * @throws IOException if the files cannot be used now
     */
    public ChangedFiles(List<Path> files, Maker<T> maker) throws IOException {
        this.files = List.copyOf(files);
        this.maker = maker;
        this.seen = stamps();
        this.made = maker.make();
    }

    /** What the files say now. */
    public synchronized T current() {
        try {
            List<String> now = stamps();
            if (!now.equals(seen)) {
                seen = now;
                made = maker.make();
                LOG.info("read again: {}", files);
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("not read again, what was read before stays: {}", e.getMessage());
        }
        return made;
    }

    private List<String> stamps() throws IOException {
        List<String> stamps = new ArrayList<>();
        for (Path file : files) {
            stamps.add(Files.getLastModifiedTime(file) + "/" + Files.size(file));
        }
        return stamps;
    }
}
