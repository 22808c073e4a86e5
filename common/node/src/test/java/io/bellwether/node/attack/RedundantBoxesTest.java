package io.bellwether.node.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bellwether.bell.ChshGame;
import io.bellwether.device.adversary.Adversaries;
import io.bellwether.device.adversary.Adversary;
import io.bellwether.device.adversary.RedundantBoxes;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.End;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;
import io.bellwether.foundation.Workers;
import io.bellwether.privacyamplification.ToeplitzHash;
import io.bellwether.protocol.BlockPlan;
import io.bellwether.protocol.ChoiceOfSettings;
import io.bellwether.protocol.Message;
import io.bellwether.protocol.Protocol;
import io.bellwether.protocol.SessionParameters;
import io.bellwether.protocol.SettingSource;
import io.bellwether.securityproof.Theorem;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.List;

/** One of two pairs of boxes tells Eve everything (Curty and Lo 2019). Simulation, seeded. */
class RedundantBoxesTest {
    private static final long SEED = 20_261_122;
    private static final long PAIR_ROUNDS = 200_000;

    private static BlockPlan plan(int boxPairs) {
        return BlockPlan.proposed(
                new SessionParameters(
                        PAIR_ROUNDS * boxPairs,
                        65_536,
                        0.08,
                        SettingSource.ANNOUNCED,
                        new Protocol.Chsh(
                                Theorem.KEYLEN_RENYI,
                                ChshGame.QUANTUM_BOUND,
                                0,
                                4,
                                0,
                                1,
                                ChoiceOfSettings.ANNOUNCED,
                                boxPairs),
                        1e-10,
                        0.1,
                        0.5),
                AttackPlan.EPSILON_AUTHENTICATION);
    }

    /**
     * What Eve computes from the public seed and her copy of the raw key, a guess where she has
     * none.
     */
    private static BitArray hashed(InMemoryBlock block, BitArray rawKey, long keyBits) {
        BitArray seed =
                block.overheard().stream()
                        .filter(Message.AmplificationSeed.class::isInstance)
                        .map(m -> ((Message.AmplificationSeed) m).seed())
                        .findFirst()
                        .orElseThrow()
                        .slice(0, ToeplitzHash.seedBits(rawKey.length(), keyBits));
        return ToeplitzHash.hash(new SecretBits(rawKey.copy()), seed, keyBits, Workers.ONE)
                .read(SecretAccess.to("compare in a test"));
    }

    private static BitArray onlyPair(BitArray rawKey, int pair) {
        BitArray only = BitArray.ofLength(rawKey.length());
        only.put(pair * PAIR_ROUNDS, rawKey.slice(pair * PAIR_ROUNDS, PAIR_ROUNDS));
        return only;
    }

    @Test
    @DisplayName("with one pair, and that one bugged, Eve computes the whole key")
    void onePairIsNotEnough() {
        Adversary bugged = Adversaries.bugged(SEED);
        var block = new InMemoryBlock(plan(1), bugged, SEED);
        AttackedBlock ended = block.run();

        assertThat(ended.accepted()).as(ended.reason()).isTrue();
        assertThat(hashed(block, bugged.notes().guess(), ended.keyBits()))
                .isEqualTo(block.key(End.ALICE).orElseThrow());
    }

    @Test
    @DisplayName(
            "with two, one of them bugged, the key is the sum of both pairs' keys: what Eve knows"
                    + " is one of them, and her guess of the key is that of a coin")
    void oneHonestPairIsEnough() {
        Adversary boxes =
                new RedundantBoxes(List.of(Adversaries.honest(SEED), Adversaries.bugged(SEED + 1)));
        BlockPlan plan = plan(2);
        var block = new InMemoryBlock(plan, boxes, SEED);
        AttackedBlock ended = block.run();

        assertThat(ended.accepted()).as(ended.reason()).isTrue();
        BitArray key = block.key(End.ALICE).orElseThrow();
        assertThat(block.key(End.BOB)).contains(key);
        assertThat(boxes.notes().certain().cardinality()).isEqualTo(PAIR_ROUNDS);

        BitArray sum = hashed(block, onlyPair(boxes.notes().truth(), 0), key.length());
        sum.xor(hashed(block, onlyPair(boxes.notes().guess(), 1), key.length()));
        assertThat(sum).isEqualTo(key);

        BitArray eves = hashed(block, boxes.notes().guess(), key.length());
        assertThat((double) eves.hammingDistance(key) / key.length())
                .isCloseTo(0.5, within(3 / Math.sqrt(key.length())));
    }

    @Test
    @DisplayName("two pairs give the key of one, from twice the rounds")
    void cost() {
        BlockPlan one = plan(1);
        BlockPlan two = plan(2);

        // Twelve counts are shown, and a count of twice the rounds has a bit more.
        assertThat(two.leakedBits()).isEqualTo(one.leakedBits() + 12);
        assertThat(two.keyBits()).isEqualTo(one.keyBits() - 12).isPositive();
        assertThat(two.block().rawKeyBits()).isEqualTo(2 * PAIR_ROUNDS);
        assertThat(two.code()).isEqualTo(one.code());
    }

    @Test
    @DisplayName("a local box in one of two pairs is found out, though the other one is perfect")
    void localPair() {
        Adversary boxes =
                new RedundantBoxes(List.of(Adversaries.honest(SEED), Adversaries.local(SEED)));
        AttackedBlock ended = new InMemoryBlock(plan(2), boxes, SEED).run();

        assertThat(ended.accepted()).isFalse();
        assertThat(ended.reason()).isIn("TOO_MANY_LOST_ROUNDS", "NOT_CORRECTED");
    }
}
