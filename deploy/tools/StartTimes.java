import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures how long a daemon takes to start: {@code java deploy/tools/StartTimes.java
 * bin/bellwether DIR [alice|bob] [RUNS] [IDLE_SECONDS]}, where DIR was made by {@code bellwether
 * init DIR}. Counted from the start of the launcher: seconds until /livez answers, and until curl
 * has had the answer to a first request for keys' status, over mutual TLS. Then the processor time
 * so far, and the memory that is resident after so many idle seconds.
 */
final class StartTimes {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private record Run(
            double liveSeconds, double servedSeconds, double processorSeconds, double residentMib) {
        double[] figures() {
            return new double[] {liveSeconds, servedSeconds, processorSeconds, residentMib};
        }
    }

    private final Path launcher;
    private final Path pair;
    private final String end;
    private final long idleSeconds;
    private final HttpClient client = HttpClient.newHttpClient();

    private StartTimes(Path launcher, Path pair, String end, long idleSeconds) {
        this.launcher = launcher;
        this.pair = pair;
        this.end = end;
        this.idleSeconds = idleSeconds;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 2) {
            System.err.println(
                    "usage: java StartTimes.java bin/bellwether DIR [alice|bob] [RUNS]"
                            + " [IDLE_SECONDS]");
            System.exit(64);
        }
        String end = arguments.length > 2 ? arguments[2] : "alice";
        int runs = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 3;
        long idleSeconds = arguments.length > 4 ? Long.parseLong(arguments[4]) : 5;
        var measured =
                new StartTimes(Path.of(arguments[0]), Path.of(arguments[1]), end, idleSeconds);
        List<double[]> figures = new ArrayList<>();
        System.out.println("run      /livez s  first answer s  processor s  resident MiB");
        for (int run = 1; run <= runs; run++) {
            figures.add(measured.once().figures());
            print(Integer.toString(run), figures.getLast());
        }
        double[] medians = new double[figures.getFirst().length];
        for (int column = 0; column < medians.length; column++) {
            int at = column;
            double[] sorted = figures.stream().mapToDouble(row -> row[at]).sorted().toArray();
            medians[column] = sorted[sorted.length / 2];
        }
        print("median", medians);
    }

    private static void print(String name, double[] row) {
        System.out.printf(
                Locale.ROOT,
                "%-6s %10.2f %15.2f %12.2f %13.0f%n",
                name,
                row[0],
                row[1],
                row[2],
                row[3]);
    }

    private Run once() throws IOException, InterruptedException {
        String configuration = Files.readString(pair.resolve(end).resolve("bellwether.yml"));
        InetSocketAddress health = address(configuration, "health");
        InetSocketAddress delivery = address(configuration, "delivery");
        Path log = Files.createTempFile("start-times", ".log");
        long start = System.nanoTime();
        Process daemon =
                new ProcessBuilder(
                                launcher.toString(),
                                end,
                                pair.resolve(end).resolve("bellwether.yml").toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            double[] live = new double[1];
            Thread liveness =
                    Thread.ofPlatform().start(() -> live[0] = secondsUntilLive(health, start));
            awaitListening(delivery, start, daemon);
            askForStatus(delivery);
            double served = secondsSince(start);
            liveness.join();
            double processor = processorSeconds(daemon.pid());
            TimeUnit.SECONDS.sleep(idleSeconds);
            return new Run(live[0], served, processor, residentMib(daemon.pid()));
        } finally {
            daemon.destroy();
            daemon.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (daemon.exitValue() != 0 && daemon.exitValue() != 143) {
                System.err.println(Files.readString(log));
            }
            Files.delete(log);
        }
    }

    private static InetSocketAddress address(String configuration, String section) {
        Matcher found =
                Pattern.compile(
                                "(?m)^"
                                        + section
                                        + ":\\R(?: .*\\R)*?  address: \"?([^\"\\s]+):(\\d+)")
                        .matcher(configuration);
        if (!found.find()) {
            throw new IllegalArgumentException(section + ".address is missing");
        }
        return new InetSocketAddress(found.group(1), Integer.parseInt(found.group(2)));
    }

    private double secondsUntilLive(InetSocketAddress health, long start) {
        URI livez =
                URI.create(
                        "http://%s:%d/livez".formatted(health.getHostString(), health.getPort()));
        while (secondsSince(start) < LIMIT.toSeconds()) {
            try {
                if (client.send(
                                        HttpRequest.newBuilder(livez).build(),
                                        HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200) {
                    return secondsSince(start);
                }
            } catch (IOException notYet) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Double.NaN;
            }
        }
        return Double.NaN;
    }

    private static void awaitListening(InetSocketAddress address, long start, Process daemon)
            throws IOException {
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(address);
                return;
            } catch (IOException notYet) {
                if (!daemon.isAlive() || secondsSince(start) > LIMIT.toSeconds()) {
                    throw notYet;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
        }
    }

    private void askForStatus(InetSocketAddress delivery) throws IOException, InterruptedException {
        Path saes = pair.resolve("saes");
        String here = "app-" + end;
        String there = end.equals("alice") ? "app-bob" : "app-alice";
        Process curl =
                new ProcessBuilder(
                                "curl",
                                "--silent",
                                "--show-error",
                                "--fail",
                                "--cacert",
                                saes.resolve("ca.crt").toString(),
                                "--cert",
                                saes.resolve(here + ".crt").toString(),
                                "--key",
                                saes.resolve(here + ".key").toString(),
                                "https://%s:%d/api/v1/keys/%s/status"
                                        .formatted(
                                                delivery.getHostString(),
                                                delivery.getPort(),
                                                there))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        if (curl.waitFor() != 0) {
            throw new IOException("the first request failed");
        }
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    /** User and system time, fields 14 and 15 of proc_pid_stat(5), in ticks of 1/100 s. */
    private static double processorSeconds(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
    }

    private static double residentMib(long pid) throws IOException {
        return Arrays.stream(Files.readString(Path.of("/proc/" + pid + "/status")).split("\n"))
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElseThrow(() -> new IOException("the daemon has gone"))
                / 1024.0;
    }
}
