package io.bellwether.keystore;

import io.bellwether.foundation.KeyId;

import java.util.UUID;

/** What the engine answers a delivery front end about reservations. */
public sealed interface RelayAnswer {
    /** The peer has recorded them, durably. */
    record Recorded() implements RelayAnswer {}

    /** The peer refuses one of them, and so all. */
    record Refused(KeyId keyId, RecordOutcome.Reason reason) implements RelayAnswer {}

    /** There is no answer of the peer: it may or may not have recorded them. */
    record Unavailable(String why) implements RelayAnswer {}

    /** As it stands in the database. */
    default String text() {
        return switch (this) {
            case Recorded() -> "RECORDED";
            case Refused(KeyId keyId, RecordOutcome.Reason reason) ->
                    "REFUSED %s %s".formatted(keyId, reason);
            case Unavailable(String why) -> "UNAVAILABLE " + why;
        };
    }

    /**
     * @throws KeyStoreException if it is none of the above
     */
    static RelayAnswer of(String text) {
        String[] words = text.split(" ", 2);
        try {
            return switch (words[0]) {
                case "RECORDED" -> new Recorded();
                case "REFUSED" -> {
                    String[] refusal = words[1].split(" ");
                    yield new Refused(
                            new KeyId(UUID.fromString(refusal[0])),
                            RecordOutcome.Reason.valueOf(refusal[1]));
                }
                case "UNAVAILABLE" -> new Unavailable(words.length > 1 ? words[1] : "");
                default -> throw new IllegalArgumentException(words[0]);
            };
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new KeyStoreException("key database: an engine's answer cannot be read", e);
        }
    }
}
