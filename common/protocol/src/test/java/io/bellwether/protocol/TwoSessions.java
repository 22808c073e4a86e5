package io.bellwether.protocol;

import io.bellwether.bell.ChshGame;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.End;
import io.bellwether.foundation.EntropySource;
import io.bellwether.foundation.Workers;
import io.bellwether.securityproof.Theorem;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * One seeded block between Alice and Bob with a box that wins every round, and the events that
 * either side got, so that a machine can be replayed to any state of it.
 */
final class TwoSessions {
    private static final double EPSILON_AUTHENTICATION = 1e-25;
    private static final BlockId BLOCK = new BlockId(new UUID(11, 12));
    private static final long SEED = 20_250_104;

    private final BlockPlan plan;
    private final Map<End, List<Event>> events = new EnumMap<>(End.class);
    private final List<Message> messages = new ArrayList<>();
    private final Map<End, Deque<Event>> arrived = new EnumMap<>(End.class);
    private final Map<End, byte[]> measuring = new EnumMap<>(End.class);

    /** A plan of two chunks; the soundness is absurd, because the blocks have to be short. */
    static SessionParameters parameters(long rounds, SettingSource source) {
        return parameters(rounds, source, Theorem.KEYLEN_EAT_OXFORD);
    }

    static SessionParameters parameters(long rounds, SettingSource source, Theorem theorem) {
        return new SessionParameters(
                rounds,
                (int) (rounds / 2),
                0.15,
                source,
                new Protocol.Chsh(theorem, ChshGame.QUANTUM_BOUND, 0, 0),
                0.9,
                0.1,
                0.5);
    }

    TwoSessions(SessionParameters parameters) {
        plan = BlockPlan.proposed(parameters, EPSILON_AUTHENTICATION);
        Map<End, Session> sessions = new EnumMap<>(End.class);
        for (End end : End.values()) {
            events.put(end, new ArrayList<>());
            arrived.put(end, new ArrayDeque<>());
            sessions.put(end, fresh(end));
        }
        boolean moved = true;
        while (moved) {
            moved = false;
            for (End end : End.values()) {
                moved |= advance(end, sessions.get(end));
            }
        }
    }

    BlockPlan plan() {
        return plan;
    }

    Session fresh(End end) {
        return switch (end) {
            case ALICE ->
                    new AliceSession(BLOCK, plan, plan.maxRefillBits(), entropy(end), Workers.ONE);
            case BOB -> new BobSession(plan.parameters(), EPSILON_AUTHENTICATION, entropy(end));
        };
    }

    private static EntropySource entropy(End end) {
        var random = new SplittableRandom(SEED + end.ordinal());
        return target -> {
            for (int i = 0; i < target.length; i++) {
                target[i] = random.nextLong();
            }
        };
    }

    /** What a side got, from its first state to its last. */
    List<Event> events(End end) {
        return events.get(end).stream().map(TwoSessions::fresh).toList();
    }

    /** A machine erases the outcomes it takes, so every replay gets a copy of its own. */
    private static Event fresh(Event event) {
        return event
                        instanceof
                        Event.RoundsMeasured(byte[] settings, byte[] outcomes, BitArray lost)
                ? new Event.RoundsMeasured(settings, outcomes.clone(), lost)
                : event;
    }

    /** A machine that got the first {@code count} of its events. */
    Session replayed(End end, int count) {
        Session session = fresh(end);
        events(end).subList(0, count).forEach(session::on);
        return session;
    }

    /** The messages of a kind, in order, whoever sent them. */
    <M extends Message> List<M> messages(Class<M> kind) {
        return messages.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private boolean advance(End end, Session session) {
        Event next =
                switch (session.awaited()) {
                    case START -> new Event.Started();
                    case TURN -> new Event.Proceed();
                    case PEER, OWN_EFFECT -> arrived.get(end).poll();
                    case NOTHING -> null;
                };
        if (next == null) {
            return false;
        }
        events.get(end).add(next);
        session.on(fresh(next)).forEach(effect -> perform(end, effect));
        return true;
    }

    private void perform(End end, Effect effect) {
        switch (effect) {
            case Effect.Send(Message message) -> {
                messages.add(message);
                arrived.get(end.other()).add(new Event.MessageReceived(message));
            }
            case Effect.SendSeal s -> arrived.get(end.other()).add(new Event.PeerAuthenticated());
            case Effect.DistributePairs d ->
                    arrived.get(end).addFirst(new Event.PairsDistributed());
            case Effect.Measure measure -> measure(end, measure.settings());
            case Effect.Replay replay -> {
                // Every eighth round is a test round with x = y = 0; the outcomes are equal.
                byte[] settings = new byte[replay.rounds()];
                for (int i = 0; end == End.BOB && i < settings.length; i++) {
                    settings[i] = (byte) (i % 8 == 0 ? 0 : 2);
                }
                arrived.get(end)
                        .addFirst(new Event.RoundsMeasured(settings, new byte[settings.length]));
            }
            case Effect.Store s -> arrived.get(end).addFirst(new Event.Stored());
            case Effect.StoreDeliverable s -> arrived.get(end).addFirst(new Event.Stored());
            case Effect.ShowLaboratoryResult s -> arrived.get(end).addFirst(new Event.Stored());
            case Effect.MarkDeliverable m -> arrived.get(end).addFirst(new Event.Stored());
            case Effect.EnterStep s -> {}
            case Effect.ReportRounds r -> {}
            case Effect.ReportEstimate r -> {}
            case Effect.Finish f -> {}
        }
    }

    /**
     * Random outcomes, equal in key rounds; of seven test rounds six are won, which is as close to
     * the quantum bound of 0.8536 as so few rounds cannot tell from it.
     */
    private void measure(End end, byte[] settings) {
        measuring.put(end, settings);
        if (measuring.size() < 2) {
            return;
        }
        byte[] x = measuring.get(End.ALICE);
        byte[] y = measuring.get(End.BOB);
        byte[] a = new byte[x.length];
        byte[] b = new byte[y.length];
        var random = new SplittableRandom(SEED);
        int tests = 0;
        for (int i = 0; i < b.length; i++) {
            a[i] = (byte) random.nextInt(2);
            boolean isLost = y[i] != 2 && ++tests % 7 == 0;
            b[i] = (byte) (a[i] ^ (x[i] == 1 && y[i] == 1 ? 1 : 0) ^ (isLost ? 1 : 0));
        }
        arrived.get(End.ALICE).addFirst(new Event.RoundsMeasured(x, a));
        arrived.get(End.BOB).addFirst(new Event.RoundsMeasured(y, b));
        measuring.clear();
    }
}
