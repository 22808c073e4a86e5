package io.bellwether.keydelivery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import io.bellwether.foundation.SaeId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * How many keys each master has had since midnight, UTC, whichever way it asked for them. Written
 * to a file every five seconds and at the end: a kill forgets the keys of five seconds, a quota
 * being a matter of fairness.
 */
public final class Quotas implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Quotas.class);
    private static final int WRITE_EVERY_SECONDS = 5;
    private static final long DAY_SECONDS = Duration.ofDays(1).toSeconds();

    private final Optional<Path> file;
    private final InstantSource clock;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("quotas").factory());
    private final Map<SaeId, Long> used = new HashMap<>();
    private long day;
    private boolean changed;

    /** Forgets at a restart what was used. */
    public static Quotas inMemory() {
        return new Quotas(Optional.empty(), InstantSource.system());
    }

    /**
     * @param file keeps what of their daily quotas the SAEs have used
     */
    public static Quotas keptIn(Path file) {
        Quotas quotas = new Quotas(Optional.of(file), InstantSource.system());
        quotas.timer.scheduleWithFixedDelay(
                quotas::write, WRITE_EVERY_SECONDS, WRITE_EVERY_SECONDS, TimeUnit.SECONDS);
        return quotas;
    }

    Quotas(Optional<Path> file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
        this.day = today();
        file.filter(Files::exists).ifPresent(this::read);
    }

    /**
     * Takes keys out of a quota.
     *
     * @return whether they were left
     */
    synchronized boolean take(SaeId master, long keys, long quota) {
        turnDay();
        long had = used.getOrDefault(master, 0L);
        if (had + keys > quota) {
            return false;
        }
        used.put(master, had + keys);
        changed = true;
        return true;
    }

    /** Keys that were taken and not delivered. */
    synchronized void giveBack(SaeId master, long keys) {
        used.computeIfPresent(master, (id, had) -> Math.max(0, had - keys));
        changed = true;
    }

    long secondsToMidnight() {
        return DAY_SECONDS - clock.instant().getEpochSecond() % DAY_SECONDS;
    }

    private void turnDay() {
        if (today() != day) {
            day = today();
            used.clear();
        }
    }

    private long today() {
        Instant now = clock.instant();
        return Math.floorDiv(now.getEpochSecond(), DAY_SECONDS);
    }

    private void read(Path from) {
        try {
            JsonObject document = JsonObject.parse(Files.readAllBytes(from));
            if (document.wholeNumber("day").map(Long::parseLong).orElse(0L) == day) {
                for (JsonObject entry : document.objects("used")) {
                    used.put(
                            new SaeId(entry.string("sae").orElseThrow()),
                            Long.parseLong(entry.wholeNumber("keys").orElseThrow()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void write() {
        if (!changed || file.isEmpty()) {
            return;
        }
        try {
            var bytes = new ByteArrayOutputStream();
            try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
                json.writeStartObject();
                json.writeNumberField("day", day);
                json.writeArrayFieldStart("used");
                for (Map.Entry<SaeId, Long> entry : used.entrySet()) {
                    json.writeStartObject();
                    json.writeStringField("sae", entry.getKey().value());
                    json.writeNumberField("keys", entry.getValue());
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            DurableFile.replace(file.get(), bytes.toByteArray());
            changed = false;
        } catch (IOException e) {
            // counted in memory all the same; the next write is another try
            LOG.warn("quota usage cannot be written: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        write();
    }
}
