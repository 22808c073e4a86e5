package io.bellwether.protocol;

import io.bellwether.foundation.EntropySource;
import io.bellwether.foundation.SecretBits;

/** Alice's part in the rounds of a block, as far as it depends on the protocol. */
sealed interface AliceRounds permits ChshAlice, IndependentChshAlice, ChainedAlice, SelfTestAlice {
    static AliceRounds of(SessionParameters parameters, EntropySource entropy) {
        return switch (parameters.protocol()) {
            case Protocol.Chsh chsh when chsh.independentChoice() ->
                    new IndependentChshAlice(parameters, chsh, entropy);
            case Protocol.Chsh chsh -> new ChshAlice(parameters, chsh, entropy);
            case GeneralisedProtocol generalised ->
                    new ChshAlice(parameters, generalised.rounds(), entropy);
            case TwoBasesProtocol twoBases ->
                    new ChshAlice(parameters, twoBases.rounds(), true, entropy);
            case SelfTestProtocol selfTest -> new SelfTestAlice(parameters, selfTest, entropy);
            case Protocol.Chained chained -> new ChainedAlice(parameters, chained, entropy);
        };
    }

    /** Whether what Bob said before the chunk is of the form that the protocol has. */
    boolean fits(Message.TestFlags flags);

    /** Both sides hold their halves of the chunk's pairs and are closed: what the box is to do. */
    Effect measure(Message.TestFlags flags);

    /** Keeps the chunk; erases the event's outcomes. */
    void record(long firstRound, Event.RoundsMeasured measured);

    /** Whether what Bob said after the last round is of the form that the protocol has. */
    boolean fits(Message.Measured measured);

    /** What she publishes of the measured block, now that both sides' settings are known to her. */
    Sifted sift(Message.Measured bobs, BlockPlan agreed);

    /** Overwrites the outcomes. */
    void erase();

    /**
     * Alice's side of a sifted block.
     *
     * @param plan with the counts that the settings have fixed
     * @param rawKey hers; erased with the rounds
     */
    record Sifted(BlockPlan plan, SecretBits rawKey, Message.Settings announcement) {}
}
