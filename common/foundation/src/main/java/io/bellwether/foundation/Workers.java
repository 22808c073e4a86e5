package io.bellwether.foundation;

import java.util.List;

/**
 * Where a stage has its independent parts computed. Stages start no threads; whoever runs them
 * decides how many there are. What comes out does not depend on it.
 */
public interface Workers {
    /** One part after the other, on the caller's thread. */
    Workers ONE =
            new Workers() {
                @Override
                public int count() {
                    return 1;
                }

                @Override
                public void run(List<? extends Runnable> parts) {
                    parts.forEach(Runnable::run);
                }
            };

    /** How many parts can be under way at once, 1 or more; a stage makes no more of them. */
    int count();

    /**
     * Runs all parts and returns when they have ended. What they wrote is visible to the caller.
     *
     * @throws RuntimeException what a part has thrown
     */
    void run(List<? extends Runnable> parts);
}
