package io.bellwether.node.cli;

import io.bellwether.foundation.SaeId;
import io.bellwether.keydelivery.stream.Chunk;
import io.bellwether.keydelivery.stream.StreamClient;
import io.bellwether.keydelivery.stream.StreamQos;
import io.bellwether.keydelivery.stream.StreamStatus;
import io.bellwether.node.ExitCode;
import io.bellwether.node.config.HostAndPort;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;

/** One application's end of a key stream. */
@Command(
        name = "stream",
        mixinStandardHelpOptions = true,
        exitCodeList = {
            "0:all chunks came",
            "70:refused",
            "75:the stream ended early, with its status"
        },
        description = {
            "Opens a key stream (after ETSI GS QKD 004) as an application, fetches chunks and"
                    + " closes it.",
            "Of each chunk it prints the index and a fingerprint, never the key, so that two"
                    + " terminals show that both ends get the same.",
            ""
        },
        footer = {
            "",
            "Examples. At the source's end, which prints the stream's id:",
            "  bellwether stream alice.example:7643 app-alice app-bob --as app-alice --saes"
                    + " pair/saes",
            "At the destination's end:",
            "  bellwether stream bob.example:7643 app-alice app-bob --as app-bob --saes pair/saes"
                    + " --id ID"
        })
final class StreamCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "HOST:PORT", description = "Where the node serves streams.")
    private String address;

    @Parameters(paramLabel = "SOURCE", description = "The SAE at whose end chunks are reserved.")
    private String source;

    @Parameters(paramLabel = "DESTINATION", description = "The other SAE.")
    private String destination;

    @Option(
            names = "--as",
            required = true,
            paramLabel = "SAE",
            description = "Which of the two this is.")
    private String self;

    @Option(
            names = "--saes",
            required = true,
            paramLabel = "DIR",
            description = "Folder with SAE.crt, SAE.key and ca.crt, as `bellwether init` makes it.")
    private Path saes;

    @Option(
            names = "--id",
            defaultValue = "",
            paramLabel = "UUID",
            description = "The stream that the other application has opened; default a new one.")
    private String id;

    @Option(
            names = "--chunks",
            defaultValue = "10",
            paramLabel = "N",
            description = "How many chunks to fetch, 1 to 1000000; default ${DEFAULT-VALUE}.")
    private int chunks;

    @Option(
            names = "--chunk-bytes",
            defaultValue = "0",
            paramLabel = "N",
            description = "Bytes of a chunk; default what the node has as its key size.")
    private int chunkBytes;

    @Option(
            names = "--max-bps",
            defaultValue = "0",
            paramLabel = "N",
            description = "Bits per second to be held to; default what the node allows.")
    private long maxBitsPerSecond;

    @Option(
            names = "--timeout",
            defaultValue = "30000",
            paramLabel = "MS",
            description = "How long to wait for each chunk; default ${DEFAULT-VALUE}.")
    private int timeoutMillis;

    @Override
    public void run() {
        HostAndPort node =
                HostAndPort.parse(address)
                        .filter(at -> at.port() > 0)
                        .orElseThrow(
                                () -> usage("HOST:PORT: " + address + "; limit a port from 1"));
        if (chunks < 1 || chunks > 1_000_000) {
            throw usage("--chunks: " + chunks + "; limit 1 to 1000000");
        }
        if (!self.equals(source) && !self.equals(destination)) {
            throw usage("--as: " + self + "; limit SOURCE or DESTINATION");
        }
        for (String file : List.of(self + ".crt", self + ".key", "ca.crt")) {
            if (!Files.isReadable(saes.resolve(file))) {
                throw usage("--saes: " + saes + "; limit a folder with a readable " + file);
            }
        }
        try (StreamClient client =
                StreamClient.connect(
                        node.host(),
                        node.port(),
                        saes.resolve(self + ".crt"),
                        saes.resolve(self + ".key"),
                        saes.resolve("ca.crt"))) {
            run(client);
        } catch (IOException | IllegalArgumentException e) {
            throw new Refused(ExitCode.FAILED, e.getMessage());
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void run(StreamClient client) throws IOException {
        var qos =
                new StreamQos(
                        Math.max(chunkBytes, 0),
                        Math.max(maxBitsPerSecond, 0),
                        0,
                        0,
                        0,
                        Math.max(timeoutMillis, 0),
                        0,
                        "");
        var opened = client.open(new SaeId(source), new SaeId(destination), qos, id);
        if (opened.status() != StreamStatus.SUCCESSFUL
                && opened.status() != StreamStatus.PEER_NOT_CONNECTED) {
            throw early("OPEN_CONNECT", opened.status(), opened.qos());
        }
        print(
                "stream %s: %s, chunks of %d bytes"
                        .formatted(
                                opened.stream(), text(opened.status()), opened.qos().chunkBytes()));
        for (int i = 0; i < chunks; i++) {
            try (Chunk chunk = client.get(opened.stream(), OptionalLong.empty(), 0)) {
                if (chunk.status() != StreamStatus.SUCCESSFUL) {
                    client.closeStream(opened.stream());
                    throw early("GET_KEY", chunk.status(), opened.qos());
                }
                print("%d %s".formatted(chunk.index(), fingerprint(chunk.key())));
            }
        }
        print("closed: " + text(client.closeStream(opened.stream())));
    }

    private static Refused early(String call, StreamStatus status, StreamQos qos) {
        String proposal = status == StreamStatus.QOS_NOT_MET ? ", could be " + qos : "";
        return new Refused(ExitCode.UNAVAILABLE, call + ": " + text(status) + proposal);
    }

    private static String text(StreamStatus status) {
        return "status %d (%s)".formatted(status.ordinal(), status);
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }

    /** 64 bits of a hash: enough to compare, and no help towards the key. */
    private static String fingerprint(byte[] key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key);
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
