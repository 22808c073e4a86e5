package io.bellwether.node.simulation;

import io.bellwether.foundation.End;
import io.bellwether.link.FramePort;
import io.bellwether.link.LinkException;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The way between the nodes, and who sits on it. */
final class SimulatedNetwork {
    /** A dead peer is noticed by the transport's keep-alive. */
    private static final int KEEP_ALIVE_MILLIS = 20_000;

    private static final int MAX_LATENCY_MILLIS = 20;
    private static final int MAX_REMEMBERED_FRAMES = 64;

    private final World world;
    private final Dice dice;
    private final Map<End, List<byte[]>> heard = new EnumMap<>(End.class);
    private final List<Cable> cables = new ArrayList<>();
    private Weather weather;
    private boolean partitioned;

    SimulatedNetwork(World world, Dice dice, Weather weather) {
        this.world = world;
        this.dice = dice;
        this.weather = weather;
        for (End end : End.values()) {
            heard.put(end, new ArrayList<>());
        }
    }

    /** No more faults. */
    void heal() {
        weather = Weather.FINE;
        partitioned = false;
        cutAll("the network is repaired");
    }

    /** Nobody gets through for a while, and who is connected will notice. */
    void partition(int millis) {
        partitioned = true;
        world.timeline().in(millis, () -> partitioned = false);
        List.copyOf(cables).forEach(Cable::silence);
        world.timeline().in(KEEP_ALIVE_MILLIS, () -> cutAll("keep-alive"));
    }

    void cutAll(String why) {
        List.copyOf(cables).forEach(cable -> cable.cut(why, dice));
        cables.clear();
    }

    /** Frames of one direction vanish until the keep-alive ends the connection. */
    void silenceOneWay() {
        cables.forEach(cable -> cable.silence(dice.pick(List.of(End.values()))));
        world.timeline().in(KEEP_ALIVE_MILLIS, () -> cutAll("keep-alive"));
    }

    /**
     * Alice dials.
     *
     * @throws LinkException if nobody answers
     */
    FramePort dial() throws LinkException {
        SimulatedProcess alice = SimulatedProcess.current();
        SimulatedProcess.point("network dial");
        SimulatedNode bob = world.node(End.BOB);
        if (partitioned || !bob.isUp()) {
            throw new LinkException(LinkException.Cause.LOST, "nobody answers");
        }
        var cable = new Cable(this, world.timeline());
        cables.add(cable);
        FramePort atAlice = cable.plug(End.ALICE, alice);
        SimulatedProcess callee = bob.process();
        FramePort atBob = cable.plug(End.BOB, callee);
        world.timeline().in(latency(), () -> bob.accept(atBob, callee));
        return atAlice;
    }

    void carry(Cable cable, End from, byte[] frame) {
        remember(from, frame);
        if (dice.chance(weather.lost())) {
            world.log(() -> from + "'s frame is lost");
            return;
        }
        byte[] sent = dice.chance(weather.tampered()) ? tamper(from, frame) : frame;
        cable.arrive(from, sent, latency(), !dice.chance(weather.reordered()));
        if (dice.chance(weather.duplicated())) {
            cable.arrive(from, sent, latency() + dice.below(1000), false);
        }
        if (dice.chance(weather.replayed())) {
            world.log(() -> "an old frame of " + from + " comes again");
            cable.arrive(from, dice.pick(heard.get(from)), latency(), false);
        }
        if (dice.chance(weather.cut())) {
            world.log(() -> "the connection is cut");
            cable.cut("cut", dice);
        }
    }

    private byte[] tamper(End from, byte[] frame) {
        world.log(() -> from + "'s frame is changed");
        byte[] changed = frame.clone();
        changed[dice.below(frame.length)] ^= (byte) (1 << dice.below(8));
        return changed;
    }

    private void remember(End from, byte[] frame) {
        List<byte[]> frames = heard.get(from);
        if (frames.size() < MAX_REMEMBERED_FRAMES) {
            frames.add(frame);
        } else {
            frames.set(dice.below(frames.size()), frame);
        }
    }

    private int latency() {
        return 1 + dice.below(MAX_LATENCY_MILLIS);
    }
}
