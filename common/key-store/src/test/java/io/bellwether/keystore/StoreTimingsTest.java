package io.bellwether.keystore;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;

class StoreTimingsTest {
    @ParameterizedTest
    @EnumSource(Engine.class)
    @DisplayName("the timing program runs on a small store and prints every figure")
    void smoke(Engine engine, @TempDir Path directory) {
        var out = new ByteArrayOutputStream();
        StoreTimings.run(engine, 12_000, 6_000, directory, 5, new PrintStream(out, true));
        assertThat(out.toString())
                .contains("12,000 keys of 256 bits in 2 blocks")
                .contains("commit of a block", "status", "enc_keys", "dec_keys", "reservation of");
    }
}
