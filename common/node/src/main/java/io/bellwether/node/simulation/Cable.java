package io.bellwether.node.simulation;

import io.bellwether.foundation.End;
import io.bellwether.link.FramePort;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;

/** One connection: what each end has sent is on its way to the other, in order unless disturbed. */
final class Cable {
    private static final int MAX_NOTICE_MILLIS = 3000;

    private final SimulatedNetwork network;
    private final Timeline timeline;
    private final Map<End, Plug> plugs = new EnumMap<>(End.class);
    private final Map<End, Long> lastArrival = new EnumMap<>(End.class);
    private final Set<End> silent = EnumSet.noneOf(End.class);

    Cable(SimulatedNetwork network, Timeline timeline) {
        this.network = network;
        this.timeline = timeline;
    }

    private sealed interface Arrival {
        record Content(byte[] frame) implements Arrival {}

        record Lost(String why) implements Arrival {}
    }

    private record Plug(FramePort port, LinkedBlockingQueue<Arrival> arrivals) {}

    /** Connects a process; a thread of it takes in what comes. */
    FramePort plug(End end, SimulatedProcess process) {
        var port =
                new FramePort(
                        new FramePort.Wire() {
                            @Override
                            public void send(byte[] frame) {
                                SimulatedProcess.point("network send");
                                network.carry(Cable.this, end, frame);
                            }

                            @Override
                            public void close() {
                                arriveInOrder(
                                        end, new Arrival.Lost("the peer closed the connection"), 1);
                                lose(end, "closed");
                            }
                        });
        var plug = new Plug(port, new LinkedBlockingQueue<>());
        plugs.put(end, plug);
        process.start("transport", () -> takeIn(plug));
        process.whenDead(() -> {
            lose(end, "killed");
            timeline.in(MAX_NOTICE_MILLIS, () -> lose(end.other(), "the peer is gone"));
        });
        return port;
    }

    private static void takeIn(Plug plug) {
        try {
            while (true) {
                switch (plug.arrivals.take()) {
                    case Arrival.Content(byte[] frame) -> plug.port.onFrame(frame);
                    case Arrival.Lost(String why) -> {
                        plug.port.onLost(why);
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A frame of {@code from} arrives after a while; in order, or when it likes. */
    void arrive(End from, byte[] frame, int millis, boolean inOrder) {
        if (silent.contains(from)) {
            return;
        }
        if (inOrder) {
            arriveInOrder(from, new Arrival.Content(frame), millis);
        } else {
            timeline.in(millis * 10L, () -> take(from.other(), new Arrival.Content(frame)));
        }
    }

    private void arriveInOrder(End from, Arrival arrival, int millis) {
        long at = Math.max(lastArrival.getOrDefault(from, 0L), timeline.nowMillis() + millis);
        lastArrival.put(from, at);
        timeline.at(at, () -> take(from.other(), arrival));
    }

    private void take(End end, Arrival arrival) {
        Plug plug = plugs.get(end);
        if (plug != null) {
            plug.arrivals.add(arrival);
        }
    }

    private void lose(End end, String why) {
        take(end, new Arrival.Lost(why));
    }

    void silence(End from) {
        silent.add(from);
    }

    void silence() {
        silent.addAll(EnumSet.allOf(End.class));
    }

    /** Nothing gets through any more, and each end notices when it does. */
    void cut(String why, Dice dice) {
        silence();
        for (End end : End.values()) {
            timeline.in(dice.below(MAX_NOTICE_MILLIS), () -> lose(end, why));
        }
    }
}
