package io.bellwether.testkit;

import io.bellwether.foundation.End;
import io.bellwether.protocol.Message;

import java.util.List;

/**
 * What is between the two parties. A wire that changes a message and still finds the seals right
 * shows what a party does once authentication has failed to protect it.
 */
public interface Wire {
    /** Carries everything as it is. */
    Wire FAITHFUL =
            new Wire() {
                @Override
                public List<Message> carry(End sender, Message message) {
                    return List.of(message);
                }
            };

    /** What arrives instead of {@code message}: itself, nothing, something else, or more. */
    List<Message> carry(End sender, Message message);

    /** Whether the receiver finds the seal that {@code sender} has just sent right. */
    default boolean sealIsRight(End sender) {
        return true;
    }
}
