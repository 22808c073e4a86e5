package io.bellwether.node.attack;

import com.fasterxml.jackson.databind.JsonNode;

import io.bellwether.device.BoxException;
import io.bellwether.device.BoxShape;
import io.bellwether.device.adversary.AdversarialSource;
import io.bellwether.device.adversary.Adversary;
import io.bellwether.device.remote.BoxAddress;
import io.bellwether.device.remote.BoxServer;
import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.End;
import io.bellwether.node.config.HostAndPort;
import io.bellwether.node.init.Initialisation;
import io.bellwether.node.init.InitialisationPlan;
import io.bellwether.node.init.InitialisationResult;
import io.bellwether.node.init.Ports;
import io.bellwether.node.loopback.SaeClient;
import io.bellwether.node.loopback.SaeFetch;
import io.bellwether.node.loopback.StatusClient;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Both daemons in processes of their own, on free loopback ports, with their boxes in the hands of
 * an adversary in this process. Between her blocks the daemons wait for their pairs.
 */
final class DaemonPair implements AutoCloseable {
    private static final long DAY_MILLIS = 86_400_000;

    private final Path folder;
    private final Ports ports;
    private final AdversarialSource source;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Map<End, Daemon> daemons = new EnumMap<>(End.class);
    private final Map<End, StatusClient> status = new EnumMap<>(End.class);

    private DaemonPair(Path folder, Ports ports, BoxShape shape) {
        this.source = new AdversarialSource(DAY_MILLIS, shape);
        this.folder = folder;
        this.ports = ports;
        for (End end : End.values()) {
            daemons.put(
                    end,
                    new Daemon(name(end), configuration(end), folder.resolve(name(end) + ".log")));
        }
        status.put(End.ALICE, new StatusClient(new HostAndPort("127.0.0.1", ports.aliceHealth())));
        status.put(End.BOB, new StatusClient(new HostAndPort("127.0.0.1", ports.bobHealth())));
    }

    /**
     * Initialises a pair and its boxes; no daemon runs yet.
     *
     * @param settings beyond those of {@link AttackPlan}
     */
    static DaemonPair prepare(Path folder, Map<String, String> settings)
            throws IOException, GeneralSecurityException, BoxException {
        Map<String, String> all = new HashMap<>(AttackPlan.settings());
        all.putAll(settings);
        return prepare(folder, all, BoxShape.CHSH);
    }

    /**
     * The same for another protocol.
     *
     * @param settings all that are not the defaults
     */
    static DaemonPair prepare(Path folder, Map<String, String> settings, BoxShape shape)
            throws IOException, GeneralSecurityException, BoxException {
        Ports ports = Ports.free();
        Map<String, String> all = new HashMap<>();
        all.put("box.timeoutMillis", Long.toString(DAY_MILLIS));
        all.putAll(settings);
        var plan = InitialisationPlan.of(folder).withPorts(ports).withSettings(all);
        if (Initialisation.run(plan, new SecureRandom(), Instant.now())
                instanceof InitialisationResult.Refused(String reason)) {
            throw new IllegalArgumentException(reason);
        }
        DaemonPair pair = new DaemonPair(folder, ports, shape);
        pair.opened.push(pair.source);
        pair.serve(ports.aliceBox(), End.ALICE);
        pair.serve(ports.bobBox(), End.BOB);
        return pair;
    }

    private void serve(int port, End end) throws BoxException {
        opened.push(BoxServer.start(BoxAddress.parse("127.0.0.1:" + port), () -> source.half(end)));
    }

    /** Starts both daemons. */
    DaemonPair started() throws IOException {
        daemon(End.BOB).start();
        daemon(End.ALICE).start();
        return this;
    }

    /** The process of an end. */
    Daemon daemon(End end) {
        return daemons.get(end);
    }

    Path configuration(End end) {
        return nodeFolder(end).resolve("bellwether.yml");
    }

    Path nodeFolder(End end) {
        return folder.resolve(name(end));
    }

    private static String name(End end) {
        return end.name().toLowerCase(Locale.ROOT);
    }

    /** The pool of an end, where {@code init} puts it. */
    Path pool(End end) {
        return nodeFolder(end).resolve("authentication.pool");
    }

    /** The application of an end. */
    SaeClient application(End end) throws IOException, GeneralSecurityException {
        return new SaeClient(
                folder.resolve("saes"),
                end,
                end == End.ALICE ? ports.aliceDelivery() : ports.bobDelivery());
    }

    int linkPort() {
        return ports.link();
    }

    /** Has Alice dial another port: somebody sits in between. Before she is started. */
    void redirectAlice(int port) throws IOException {
        Path file = configuration(End.ALICE);
        Files.writeString(
                file,
                Files.readString(file).replace("127.0.0.1:" + ports.link(), "127.0.0.1:" + port));
    }

    /** The status, from a node that has to be there. */
    JsonNode statusNow(End end) throws InterruptedException, StuckException {
        Waiting.until(end + "'s daemon answers", () -> ask(end).isPresent());
        return ask(end).orElseThrow(() -> new StuckException(end + "'s daemon is gone"));
    }

    /** How many blocks gave a key since the node was started; -1 while it does not answer. */
    long acceptedBlocks(End end) {
        return ask(end).map(now -> now.at("/now/acceptedBlocks").asLong()).orElse(-1L);
    }

    /** Whether the node is linked to its peer. */
    boolean isLinked(End end) {
        return ask(end).filter(now -> now.at("/now/link/state").asText().equals("connected"))
                .isPresent();
    }

    /** The last block's abort reason at a node; empty if there is none. */
    String lastReason(End end) {
        return ask(end).map(now -> now.at("/now/last/reason").asText()).orElse("");
    }

    private Optional<String> lastBlock(End end) {
        return ask(end).map(now -> now.at("/now/last/block"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText);
    }

    private Optional<JsonNode> ask(End end) {
        try {
            return status.get(end).ask();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Lets an adversary play the next block, and follows it to its end at both ends. */
    AttackedBlock play(Adversary adversary) throws InterruptedException, StuckException {
        begin(adversary);
        Waiting.until("the block begins", this::hasBegun);
        return awaitEnd(adversary);
    }

    /** Follows the block that was begun to its end, and hears what each end says of it. */
    AttackedBlock awaitEnd(Adversary adversary) throws InterruptedException, StuckException {
        awaitEnd();
        JsonNode bob = statusNow(End.BOB);
        return new AttackedBlock(
                ended(statusNow(End.ALICE)),
                ended(bob),
                number(bob.at("/now/last/chsh/value")),
                number(bob.at("/now/last/score/value")),
                bob.get("leakedBitsPerBlock").asLong(),
                adversary.notes());
    }

    private static OptionalDouble number(JsonNode value) {
        return value.isNumber() ? OptionalDouble.of(value.asDouble()) : OptionalDouble.empty();
    }

    private static AttackedBlock.Ended ended(JsonNode status) {
        JsonNode last = status.at("/now/last");
        return new AttackedBlock.Ended(
                last.get("outcome").asText(),
                last.get("reason").asText(),
                last.get("detail").asText(),
                last.get("keyBits").asLong());
    }

    /** Lets an adversary play the next block, and does not wait for it. */
    void begin(Adversary adversary) {
        source.play(adversary);
    }

    /** Whether the adversary that {@link #begin} named has been given her block. */
    boolean hasBegun() {
        return source.played().isPresent();
    }

    private void awaitEnd() throws InterruptedException, StuckException {
        BlockId block = source.played().orElseThrow();
        for (End end : End.values()) {
            Waiting.until(
                    "the block ends at " + end,
                    () -> lastBlock(end).filter(block.toString()::equals).isPresent());
        }
    }

    /** One key, asked for at Alice's end and fetched at Bob's by its id; refuses different ones. */
    SaeFetch.Containers fetchKey()
            throws IOException, InterruptedException, GeneralSecurityException {
        return new SaeFetch(folder.resolve("saes"), ports.aliceDelivery(), ports.bobDelivery())
                .fetch();
    }

    @Override
    public void close() {
        daemons.values().forEach(Daemon::end);
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("closing the boxes: " + e.getMessage(), e);
            }
        }
    }
}
