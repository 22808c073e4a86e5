package io.bellwether.node.attack;

import io.bellwether.device.adversary.Adversary;
import io.bellwether.device.adversary.AdversaryDice;
import io.bellwether.device.adversary.RoundAnswer;
import io.bellwether.device.adversary.Strategies;
import io.bellwether.errorcorrection.CodeParameters;
import io.bellwether.errorcorrection.SyndromeCode;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretBits;

import java.util.ArrayList;
import java.util.List;

/**
 * Lets a message out through what error correction publishes: Alice's half knows the code, which is
 * public, and bends its last outcomes so that chosen parities of all its outcomes spell the
 * message. It costs one wrong outcome for every second bit.
 */
final class SyndromeLeak extends Adversary {
    /**
     * A round whose outcome decides a parity, because all other rounds of that parity come before.
     */
    private record Place(long round, long parity) {}

    private final AdversaryDice dice;
    private final BitArray message;
    private final SyndromeCode code;
    private final List<Place> places = new ArrayList<>();
    private final List<BitArray> parityColumns = new ArrayList<>();
    private final BitArray outcomes;
    private long firstPlace;
    private BitArray syndrome;

    /**
     * @param rounds of the block
     */
    SyndromeLeak(long seed, CodeParameters code, long rounds, BitArray message) {
        super("syndrome-leak", "bends its last outcomes so that published parities spell secrets");
        this.dice = new AdversaryDice(seed, "syndrome leak");
        this.message = message;
        this.code = SyndromeCode.of(code);
        this.outcomes = BitArray.ofLength(rounds);
        findPlaces(rounds);
    }

    /** From the last round backwards: a parity that no later round is part of. */
    private void findPlaces(long rounds) {
        BitArray taken = BitArray.ofLength(code.syndromeBits());
        long round = rounds;
        while (places.size() < message.length()) {
            round--;
            BitArray unit = BitArray.ofLength(rounds);
            unit.set(round, true);
            BitArray column = code.syndrome(new SecretBits(unit));
            parityColumns.addFirst(column);
            places.addFirst(new Place(round, firstFree(column, taken)));
            for (int w = 0; w < taken.words().length; w++) {
                taken.words()[w] |= column.words()[w];
            }
            if (places.getFirst().parity() < 0) {
                // Every parity of this round has a later one in it; it stays as it falls.
                places.removeFirst();
            }
        }
        firstPlace = round;
    }

    private static long firstFree(BitArray column, BitArray taken) {
        for (int w = 0; w < column.words().length; w++) {
            long free = column.words()[w] & ~taken.words()[w];
            if (free != 0) {
                return (long) w * Long.SIZE + Long.numberOfTrailingZeros(free);
            }
        }
        return -1;
    }

    /** What somebody reads who knows the places and hears the syndrome. */
    BitArray read(BitArray publishedSyndrome) {
        BitArray read = BitArray.ofLength(message.length());
        for (int i = 0; i < places.size(); i++) {
            read.set(i, publishedSyndrome.get(places.get(i).parity()));
        }
        return read;
    }

    @Override
    protected RoundAnswer answer(long round, int x, int y) {
        RoundAnswer honest = Strategies.quantum(dice, x, y);
        if (round < firstPlace) {
            outcomes.set(round, honest.alice() == 1);
            return honest;
        }
        if (round == firstPlace) {
            syndrome = code.syndrome(new SecretBits(outcomes));
        }
        int alice = honest.alice();
        BitArray column = parityColumns.get((int) (round - firstPlace));
        for (int i = 0; i < places.size(); i++) {
            if (places.get(i).round() == round) {
                boolean soFar = syndrome.get(places.get(i).parity());
                alice = soFar == message.get(i) ? 0 : 1;
            }
        }
        if (alice == 1) {
            syndrome.xor(column);
        }
        return new RoundAnswer(alice, honest.bob(), honest.guess(), false);
    }
}
