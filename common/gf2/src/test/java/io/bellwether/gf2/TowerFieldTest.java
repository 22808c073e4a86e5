package io.bellwether.gf2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;

class TowerFieldTest {
    @Test
    @DisplayName("products in GF(2^32) commute, distribute and are undone by the inverse")
    void field() {
        SplittableRandom random = new SplittableRandom(71);
        for (int k = 0; k < 200; k++) {
            int a = random.nextInt() | 1;
            int b = random.nextInt();
            int c = random.nextInt();
            int ab = TowerField.timesExtended(a, b);
            assertThat(TowerField.timesExtended(b, a)).isEqualTo(ab);
            assertThat(TowerField.timesExtended(a, b ^ c))
                    .isEqualTo(ab ^ TowerField.timesExtended(a, c));
            assertThat(TowerField.timesExtended(ab, c))
                    .isEqualTo(TowerField.timesExtended(a, TowerField.timesExtended(b, c)));
            // a^(2^32 - 2), the product of all squares.
            int inverse = 1;
            int square = a;
            for (int i = 1; i < 32; i++) {
                square = TowerField.timesExtended(square, square);
                inverse = TowerField.timesExtended(inverse, square);
            }
            assertThat(TowerField.timesExtended(ab, inverse)).isEqualTo(b);
        }
    }

    @Test
    @DisplayName("each element of the Cantor basis is a root of the one before")
    void cantorBasis() {
        for (int i = 1; i < TowerField.BITS; i++) {
            int v = TowerField.cantor(i);
            assertThat(TowerField.times(v, v) ^ v).isEqualTo(TowerField.cantor(i - 1));
        }
        assertThat(TowerField.cantor(0)).isOne();
    }

    @Test
    @DisplayName("a root solves its equation; where there is none that is said")
    void roots() {
        SplittableRandom random = new SplittableRandom(72);
        for (int k = 0; k < 200; k++) {
            int x = random.nextInt();
            int a = TowerField.timesExtended(x, x) ^ x;
            int root = TowerField.root(a);
            assertThat(root).isIn(x, x ^ 1);
        }
        assertThatThrownBy(() -> TowerField.root(TowerField.STEP << TowerField.BITS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no root");
    }
}
