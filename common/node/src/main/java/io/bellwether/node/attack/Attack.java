package io.bellwether.node.attack;

/** An adversary with a known right answer. */
public interface Attack {
    /** As it is called on the command line. */
    String name();

    /** What the adversary does, in one sentence. */
    String summary();

    /** The right answer. */
    Verdict expected();

    /** Why that is the right answer, or which assumption the attack breaks. */
    String lesson();

    /**
     * Carries it out.
     *
     * @throws Exception if it could not be carried out: then there is no verdict
     */
    AttackReport run(Arena arena) throws Exception;
}
