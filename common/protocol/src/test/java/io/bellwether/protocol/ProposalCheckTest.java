package io.bellwether.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.bell.ChshGame;
import io.bellwether.foundation.BlockId;
import io.bellwether.securityproof.ChosenParameters;
import io.bellwether.securityproof.KeylenEatOxford.FreeParameters;
import io.bellwether.securityproof.KeylenRenyi;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.UUID;

/** Bob believes nothing of a proposal that he cannot compute himself. */
class ProposalCheckTest {
    private static final double EPSILON_AUTHENTICATION = 1e-25;
    private static final SessionParameters PARAMETERS =
            TwoSessions.parameters(16_000, SettingSource.ANNOUNCED);
    private static final BlockPlan PLAN = BlockPlan.proposed(PARAMETERS, EPSILON_AUTHENTICATION);

    private static Message.Proposal proposal(ChosenParameters free, long keyBits) {
        return new Message.Proposal(
                new BlockId(new UUID(1, 2)),
                PARAMETERS,
                PLAN.code(),
                free,
                PLAN.leakedBits(),
                keyBits,
                0);
    }

    private static ProposalCheck check(Message.Proposal proposal) {
        return ProposalCheck.of(PARAMETERS, EPSILON_AUTHENTICATION, proposal);
    }

    @Test
    @DisplayName("an honest proposal is agreed to, with the same plan")
    void honest() {
        assertThat(check(proposal(PLAN.freeParameters(), PLAN.keyBits())))
                .isInstanceOfSatisfying(
                        ProposalCheck.Agreed.class,
                        agreed -> {
                            assertThat(agreed.plan().keyBits()).isEqualTo(PLAN.keyBits());
                            assertThat(agreed.plan().code()).isEqualTo(PLAN.code());
                            assertThat(agreed.plan().block()).isEqualTo(PLAN.block());
                        });
    }

    @Test
    @DisplayName("the free parameters of another theorem are refused")
    void otherTheorem() {
        var free = new KeylenRenyi.FreeParameters(1e-3, 0.2, 10);

        assertThat(check(proposal(free, PLAN.keyBits())))
                .isInstanceOfSatisfying(
                        ProposalCheck.Refused.class,
                        refused ->
                                assertThat(refused.difference())
                                        .contains("not those of KEYLEN-EAT-OXFORD"));
    }

    @Test
    @DisplayName(
            "extreme free parameters within the theorem's range give no longer key, and no error")
    void extremeFreeParameters() {
        double[] tangents = {
            Math.nextUp(ChshGame.W_LOCAL), 0.8, Math.nextDown(ChshGame.W_MAX),
        };
        double[] small = {Double.MIN_VALUE, 1e-300, 1e-12, 0.4};
        for (double t : tangents) {
            for (double alpha : small) {
                for (double epsilon : new double[] {Double.MIN_VALUE, 1e-300, 1e-3}) {
                    var free = new FreeParameters(t, alpha, alpha, 0.3, epsilon, epsilon, epsilon);

                    assertThat(check(proposal(free, PLAN.keyBits() + 1)))
                            .as("%s", free)
                            .isInstanceOf(ProposalCheck.Refused.class);
                }
            }
        }
    }
}
