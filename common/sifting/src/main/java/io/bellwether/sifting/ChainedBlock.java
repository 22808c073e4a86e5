package io.bellwether.sifting;

import io.bellwether.bell.ChainedGame;
import io.bellwether.foundation.BitArray;

/**
 * The settings of a block of the chained protocol, both sides' known. Each side has drawn its own,
 * independently: M stands for the key setting, 0 to M - 1 are those of the game. Pairs that fit
 * neither the key nor the game are dropped; that depends on settings only, never on outcomes.
 *
 * @param settings M
 * @param keyRounds set where both sides measured for the key
 * @param estimationRounds set where both tested, with neighbouring settings
 * @param oppositeWins set where the estimation round is won by different outcomes
 */
public record ChainedBlock(
        int settings, BitArray keyRounds, BitArray estimationRounds, BitArray oppositeWins) {

    /** Sifts. */
    public static ChainedBlock of(int settings, SettingLog alice, SettingLog bob) {
        if (alice.rounds() != bob.rounds()) {
            throw new IllegalArgumentException(
                    "settings of %d and of %d rounds".formatted(alice.rounds(), bob.rounds()));
        }
        var game = new ChainedGame(settings);
        BitArray key = BitArray.ofLength(alice.rounds());
        BitArray estimation = BitArray.ofLength(alice.rounds());
        BitArray opposite = BitArray.ofLength(alice.rounds());
        for (long round = 0; round < alice.rounds(); round++) {
            int x = alice.at(round);
            int y = bob.at(round);
            if (x == settings && y == settings) {
                key.set(round, true);
            } else if (x < settings && y < settings && game.isPlayed(x, y)) {
                estimation.set(round, true);
                opposite.set(round, game.wins(x, y, 0, 1));
            }
        }
        return new ChainedBlock(settings, key, estimation, opposite);
    }

    /** What a side chose in the estimation rounds, in order. */
    public byte[] estimationSettings(SettingLog side) {
        byte[] chosen = new byte[Math.toIntExact(estimationPairs())];
        int next = 0;
        for (long round = 0; round < side.rounds(); round++) {
            if (estimationRounds.get(round)) {
                chosen[next++] = (byte) side.at(round);
            }
        }
        return chosen;
    }

    /** Nr. */
    public long rawKeyBits() {
        return keyRounds.cardinality();
    }

    /** Ne. */
    public long estimationPairs() {
        return estimationRounds.cardinality();
    }
}
