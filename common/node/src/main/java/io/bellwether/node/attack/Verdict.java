package io.bellwether.node.attack;

import java.util.Locale;

/** How an attack ended, judged from the evidence alone. */
public enum Verdict {
    /** The daemons ended every attacked block without a key. */
    ABORTED("no key"),
    /** The daemons did not let it begin: the port, the configuration or the policy refused. */
    REFUSED("refused before it could do anything"),
    /** The node itself stopped, as it must when its own randomness fails. */
    STOPPED("the node stopped"),
    /** A key came of it, and the adversary lacks more raw bits than it has. */
    BOUNDED("a key that the adversary cannot know"),
    /** Work went on, both ends agree on every key, and no authentication bit was used twice. */
    SURVIVED("both ends agree and nothing was used twice"),
    /** A key came, and there was nothing that the adversary knew: that was no attack. */
    DELIVERED("a key, and no adversary knew anything about it"),
    /** The daemons did not come back to work by themselves. */
    STUCK("the daemons did not recover"),
    /** The adversary won. */
    BROKEN("the adversary won");

    private final String explanation;

    Verdict(String explanation) {
        this.explanation = explanation;
    }

    /** In words. */
    public String explanation() {
        return explanation;
    }

    /** As it stands in JSON. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
