package io.bellwether.architecture.planted.token;

import io.bellwether.estimation.AcceptedEstimate;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.verification.Challenge;
import io.bellwether.verification.VerifiedKey;

import java.util.OptionalLong;
import java.util.function.BiFunction;

/** Takes what only Alice's session may take. */
final class Forger {
    VerifiedKey unverified(Challenge challenge) {
        return challenge.confirmedByPeer();
    }

    BiFunction<Long, OptionalLong, AcceptedEstimate> unaccepted() {
        return AcceptedEstimate::statedByPeer;
    }

    SecretAccess unsearchable() {
        return new SecretAccess("whatever");
    }
}
