package io.bellwether.architecture.planted.world;

import org.hipparchus.util.FastMath;
import org.slf4j.Logger;

import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** One way to touch the world per method, each named for the way. */
final class WorldlyStage {
    long wallClock() {
        return System.currentTimeMillis();
    }

    long stopwatch() {
        return System.nanoTime();
    }

    long injectedClock(Clock clock) {
        return clock.millis();
    }

    void console() {
        System.out.println();
    }

    String environment() {
        return System.getenv("HOME");
    }

    int weakRandom(Random random) {
        return random.nextInt();
    }

    int strongRandom() {
        return new SecureRandom().nextInt();
    }

    int threadRandom() {
        return ThreadLocalRandom.current().nextInt();
    }

    double mathRandom() {
        return Math.random();
    }

    Supplier<UUID> randomName() {
        return UUID::randomUUID;
    }

    void shuffled(List<String> names) {
        Collections.shuffle(names);
    }

    boolean oldFile(File file) {
        return file.exists();
    }

    Path newFile(Path path) {
        return path;
    }

    URI network(URI address) {
        return address;
    }

    void thread() {
        Thread.onSpinWait();
    }

    long hiddenThreads(ArrayList<String> names) {
        return names.parallelStream().count();
    }

    void logger(Logger logger) {
        logger.info("seen");
    }

    double library() {
        return FastMath.sqrt(2);
    }
}
