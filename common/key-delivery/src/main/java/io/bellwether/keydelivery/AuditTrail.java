package io.bellwether.keydelivery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Who did what with the right of an administrator, one JSON object a line. Each line holds the
 * SHA-256 of the line before it, so that a line that is taken out or changed is seen. On disk when
 * {@link #record} returns. Holds no key bit.
 */
public final class AuditTrail {
    private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);
    private static final JsonFactory JSON = new JsonFactory();

    /** No line is longer. */
    private static final int TAIL_BYTES = 1 << 20;

    private final Optional<Path> file;
    private final InstantSource clock;
    private String previous;

    private AuditTrail(Optional<Path> file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
        this.previous = digest(file.map(AuditTrail::lastLine).orElse(""));
    }

    /** Goes on with a file, or begins it. */
    public static AuditTrail open(Path file, InstantSource clock) {
        return new AuditTrail(Optional.of(file), clock);
    }

    /** Only the log. */
    public static AuditTrail none() {
        return new AuditTrail(Optional.empty(), InstantSource.system());
    }

    /** Notes an event. */
    public synchronized void record(String event, String who, String what) {
        LOG.atInfo().addKeyValue("who", who).addKeyValue("what", what).log(event);
        if (file.isEmpty()) {
            return;
        }
        try {
            var bytes = new ByteArrayOutputStream();
            try (JsonGenerator json = JSON.createGenerator(bytes)) {
                json.writeStartObject();
                json.writeStringField("time", clock.instant().toString());
                json.writeStringField("event", event);
                json.writeStringField("who", who);
                json.writeStringField("what", what);
                json.writeStringField("previous", previous);
                json.writeEndObject();
            }
            String line = bytes.toString(StandardCharsets.UTF_8);
            DurableFile.append(file.get(), (line + "\n").getBytes(StandardCharsets.UTF_8));
            previous = digest(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String lastLine(Path file) {
        if (!Files.exists(file)) {
            return "";
        }
        try (var content = new RandomAccessFile(file.toFile(), "rw")) {
            long from = Math.max(0, content.length() - TAIL_BYTES);
            content.seek(from);
            byte[] tail = new byte[(int) (content.length() - from)];
            content.readFully(tail);
            int end = tail.length;
            while (end > 0 && tail[end - 1] != '\n') {
                end--;
            }
            if (end < tail.length) {
                // a process that died while it wrote had not noted the event
                content.setLength(from + end);
            }
            String text = new String(tail, 0, end, StandardCharsets.UTF_8).stripTrailing();
            return text.substring(text.lastIndexOf('\n') + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String digest(String line) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(line.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
