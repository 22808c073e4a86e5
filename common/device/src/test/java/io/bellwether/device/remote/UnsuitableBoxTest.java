package io.bellwether.device.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.device.BoxException;
import io.bellwether.device.Rounds;
import io.bellwether.device.simulated.BoxModel;
import io.bellwether.device.simulated.SimulatedSource;
import io.bellwether.foundation.End;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class UnsuitableBoxTest {
    @ParameterizedTest
    @CsvSource({"chained,has 4 settings", "d-outcome,has 3 outcomes"})
    @DisplayName("a box for another protocol is refused before a block, with its count and ours")
    void refused(String model, String complaint) throws BoxException {
        try (SimulatedSource source = new SimulatedSource(BoxModel.of(model), 1, 1_000);
                BoxServer server =
                        BoxServer.start(
                                BoxAddress.parse("127.0.0.1:0"), () -> source.half(End.ALICE))) {
            Throwable refusal =
                    Rounds.failureOf(() ->
                            RemoteBox.connect(server.address(), End.ALICE, BoxDeadlines.DEFAULT));
            assertThat(refusal)
                    .isInstanceOf(BoxException.class)
                    .hasMessageContaining(complaint + ", the CHSH protocol needs 2 here");
        }
    }
}
