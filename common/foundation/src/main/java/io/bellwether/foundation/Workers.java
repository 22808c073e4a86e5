package io.bellwether.foundation;

import java.util.List;

/**
 * Who computes a stage's work that can be shared. Stages start no threads; whoever runs them
 * decides how many there are. What comes out does not depend on it.
 */
public interface Workers {
    /** One item after the other, on the caller's thread. */
    Workers ONE =
            new Workers() {
                @Override
                public int count() {
                    return 1;
                }

                @Override
                public void run(List<Step> steps) {
                    for (Step step : steps) {
                        for (int item = 0; item < step.items(); item++) {
                            step.work().run(item, 0);
                        }
                    }
                }
            };

    /**
     * Items of work that do not depend on each other.
     *
     * @param items how many, 0 or more; neighbours are mostly done by the same worker
     * @param work does one of them
     */
    record Step(int items, Work work) {}

    /** Does the items of a step. */
    interface Work {
        /**
         * Does one item.
         *
         * @param item from 0, less than the number of items
         * @param worker who does it, from 0, less than {@link #count}: owner of working memory, as
         *     no two items that are under way have the same
         */
        void run(int item, int worker);
    }

    /** How many items can be under way at once, 1 or more. */
    int count();

    /**
     * Does every item once, those of a step after all items of the step before, and returns when
     * they have ended. What an item wrote is visible to later steps, to the same worker's later
     * items and to the caller. After a failure no other item begins.
     *
     * @throws RuntimeException what an item has thrown, when none is under way any more
     */
    void run(List<Step> steps);
}
