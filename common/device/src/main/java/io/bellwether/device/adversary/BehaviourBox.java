package io.bellwether.device.adversary;

import io.bellwether.bell.Behaviour;

/**
 * No adversary: a pair of boxes that follows p(ab|xy), round by round, for runs in one process. The
 * third outcome of a behaviour is "no click".
 */
public final class BehaviourBox extends Adversary {
    private final AdversaryDice dice;
    private final Behaviour behaviour;

    public BehaviourBox(String name, Behaviour behaviour, long seed) {
        super(name, "follows its behaviour");
        this.behaviour = behaviour;
        this.dice = new AdversaryDice(seed, name);
    }

    @Override
    protected RoundAnswer answer(long round, int x, int y) {
        double left = dice.uniform();
        int last = behaviour.aliceOutcomes() * behaviour.bobOutcomes() - 1;
        int pair = 0;
        while (pair < last) {
            left -= behaviour.probability(a(pair), b(pair), x, y);
            if (left < 0) {
                break;
            }
            pair++;
        }
        return RoundAnswer.unknown(a(pair), b(pair), dice.bit());
    }

    private int a(int pair) {
        return pair / behaviour.bobOutcomes();
    }

    private int b(int pair) {
        return pair % behaviour.bobOutcomes();
    }
}
