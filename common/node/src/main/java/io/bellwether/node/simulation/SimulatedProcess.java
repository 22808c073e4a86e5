package io.bellwether.node.simulation;

import io.bellwether.channel.Grant;
import io.bellwether.foundation.End;

import java.util.ArrayList;
import java.util.List;

/**
 * One run of a node's program. It can be killed at every {@link #point}: before and after
 * everything that others can see, the disk, the store and the network. Between two such points a
 * kill makes no difference to anybody.
 */
public final class SimulatedProcess {
    private static final ThreadLocal<SimulatedProcess> CURRENT = new ThreadLocal<>();

    private final End end;
    private final World world;
    private final List<Runnable> atDeath = new ArrayList<>();
    private int pointsUntilKill;
    private boolean alive = true;

    /** Unwinds the threads of a process that is gone. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;

        Killed() {
            super("killed", null, false, false);
        }
    }

    /**
     * @param pointsUntilKill at how many points from now it is killed
     */
    SimulatedProcess(End end, World world, int pointsUntilKill) {
        this.end = end;
        this.world = world;
        this.pointsUntilKill = pointsUntilKill;
    }

    /** Called by the thread of a process wherever it may be killed. */
    public static void point(String where) {
        SimulatedProcess process = CURRENT.get();
        if (process != null) {
            process.survive(where);
        }
    }

    /** Called with every answer of a ledger. */
    public static void observe(Grant grant) {
        SimulatedProcess process = CURRENT.get();
        if (process != null && grant instanceof Grant.Granted granted) {
            process.world.oracle().granted(process.end, granted);
        }
    }

    static SimulatedProcess current() {
        return CURRENT.get();
    }

    private void survive(String where) {
        if (alive && --pointsUntilKill < 0) {
            world.log(() -> "%s is killed at %s".formatted(end, where));
            world.node(end).killed();
        }
        if (!alive) {
            throw new Killed();
        }
        if (where.startsWith("store")) {
            world.oracle().storeTouched();
        }
    }

    boolean isAlive() {
        return alive;
    }

    /** From now on the faults are over. */
    void killNoMore() {
        pointsUntilKill = Integer.MAX_VALUE;
    }

    void whenDead(Runnable action) {
        atDeath.add(action);
    }

    void die() {
        alive = false;
        atDeath.forEach(Runnable::run);
        atDeath.clear();
    }

    /** Does something when the process has had time to die in between. */
    void afterAWhile(Runnable work) {
        world.timeline().in(200, () -> start("late", work));
    }

    /** Starts a thread of this process; what it throws ends the process, as in a node. */
    void start(String name, Runnable work) {
        world.scheduler()
                .start(
                        end + " " + name,
                        () -> {
                            CURRENT.set(this);
                            try {
                                point("thread " + name);
                                work.run();
                            } catch (Killed e) {
                                // The process is gone, and this was one of its threads.
                                alive = false;
                            } catch (RuntimeException | Error e) {
                                world.node(end).failed(this, e);
                            }
                        });
    }
}
