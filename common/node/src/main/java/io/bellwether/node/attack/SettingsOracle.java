package io.bellwether.node.attack;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.EntropySource;
import io.bellwether.foundation.Workers;
import io.bellwether.protocol.AliceSession;
import io.bellwether.protocol.BlockPlan;
import io.bellwether.protocol.BobSession;
import io.bellwether.protocol.Effect;
import io.bellwether.protocol.Event;
import io.bellwether.protocol.Message;

import java.util.List;
import java.util.UUID;

/**
 * Foretells Bob's test rounds for somebody who knows what his generator gives: runs his session
 * machine, which is public, on a copy of the generator.
 */
final class SettingsOracle {
    private final BobSession bob;
    private final BitArray testFlags;
    private long known;

    /**
     * @param copyOfBobsEntropy gives what Bob's gives
     */
    SettingsOracle(BlockPlan plan, EntropySource copyOfBobsEntropy) {
        testFlags = BitArray.ofLength(plan.parameters().blockRounds());
        bob =
                new BobSession(
                        plan.parameters(),
                        plan.block().epsilon().authentication(),
                        copyOfBobsEntropy);
        // The proposal holds nothing secret; Alice's machine draws no randomness for it.
        var alice =
                new AliceSession(
                        new BlockId(new UUID(0, 0)),
                        plan,
                        0,
                        target -> {
                            throw new IllegalStateException("a proposal needs no randomness");
                        },
                        Workers.ONE);
        alice.on(new Event.Started()).stream()
                .filter(Effect.Send.class::isInstance)
                .map(Effect.Send.class::cast)
                .forEach(send -> bob.on(new Event.MessageReceived(send.message())));
        bob.on(new Event.PairsDistributed());
    }

    /** Whether a round will be a test; asked round after round. */
    boolean isTest(long round) {
        if (round >= known) {
            nextChunk();
        }
        return testFlags.get(round);
    }

    private void nextChunk() {
        List<Effect> effects = bob.on(new Event.MessageReceived(new Message.PairsReady(known)));
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.Send(Message.TestFlags(long first, BitArray flags)) -> {
                    testFlags.put(first, flags);
                    known = first + flags.length();
                }
                case Effect.Measure measure -> {
                    byte[] nothing = new byte[measure.settings().length];
                    bob.on(new Event.RoundsMeasured(measure.settings(), nothing));
                    bob.on(new Event.PairsDistributed());
                }
                default -> throw new IllegalStateException("an effect that Bob has not here");
            }
        }
    }
}
