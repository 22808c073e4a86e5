package io.bellwether.node.simulation;

import io.bellwether.node.simulation.CallRule.Action.Answer;
import io.bellwether.node.simulation.CallRule.Action.Instead;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Bugs that the simulation must find, each a change of calls in the nodes' own code. */
public enum PlantedBug {
    DELIVER_BEFORE_ANSWER(
            "a master gets its keys before the peer has answered that it recorded them",
            new CallRule(
                    keydelivery("MasterDelivery"),
                    "",
                    keydelivery("PeerReservation"),
                    "announce",
                    new Instead(Plants.class, "announceLater"))),
    ANSWER_BEFORE_RECORDED(
            "the peer answers before its record of the keys is on disk",
            new CallRule(
                    "io/bellwether/node/keys/PeerKeys",
                    "record",
                    keystore("KeyStore"),
                    "recordPeerReservations",
                    new Instead(Plants.class, "recordLater"))),
    ACCEPT_BEFORE_STORED(
            "Bob accepts a block before it is on disk",
            new CallRule(
                    "io/bellwether/node/engine/KeyKeeping",
                    "store",
                    keystore("KeyStore"),
                    "storeBlock",
                    new Instead(Plants.class, "storeLater"))),
    MARK_NOT_FORCED(
            "the ledger's marks are written and not forced to disk",
            new CallRule(
                    channel("LedgerJournal"),
                    "append",
                    "java/nio/channels/FileChannel",
                    "force",
                    new Answer(0)),
            new CallRule(
                    channel("AuthenticationLedger"),
                    "take",
                    channel("LedgerStore"),
                    "erase",
                    new Answer(0))),
    CLAIM_NOT_CHECKED(
            "bits that the peer names are taken although they were used before",
            new CallRule(
                    channel("AuthenticationLedger"),
                    "claim",
                    channel("LedgerState"),
                    "mark",
                    new Answer(0)),
            new CallRule(
                    channel("LedgerState"), "used", channel("LedgerState"), "mark", new Answer(0)),
            new CallRule(
                    channel("AuthenticationLedger"),
                    "take",
                    channel("LedgerStore"),
                    "erase",
                    new Answer(0))),
    TAG_NOT_CHECKED(
            "a message is taken whatever its authentication tag",
            new CallRule("", "", channel("TranscriptMac"), "verify", new Answer(1))),
    NO_RECONCILIATION(
            "blocks that Bob has pending are not settled on a new connection",
            new CallRule(
                    "io/bellwether/link/PeerLink",
                    "awaitMeeting",
                    "io/bellwether/link/PeerLink$ResolutionListener",
                    "onResolution",
                    new Answer(0))),
    CERTIFICATE_AFTER_COMMIT(
            "a block is certified only when it has ended",
            new CallRule(
                    "io/bellwether/node/engine/BlockDriver",
                    "perform",
                    "io/bellwether/node/engine/BlockDriver",
                    "certifyStoring",
                    new Answer(0))),
    VERDICT_IGNORED(
            "Bob discards his pending blocks whatever Alice says of them",
            new CallRule(
                    "io/bellwether/node/engine/KeyKeeping",
                    "settle",
                    "java/util/Set",
                    "contains",
                    new Answer(0))),
    REFILL_TWICE(
            "a refill that a crash interrupted is added to the pool again",
            new CallRule(
                    channel("AuthenticationLedger"),
                    "refill",
                    channel("LedgerStore"),
                    "hasRefill",
                    new Answer(0))),
    REFILL_NOT_RESUMED(
            "a refill that a crash interrupted is forgotten",
            new CallRule(
                    "io/bellwether/node/simulation/AliceRun",
                    "",
                    "io/bellwether/node/engine/KeyKeeping",
                    "recover",
                    new Answer(0)),
            new CallRule(
                    "io/bellwether/node/simulation/BobRun",
                    "",
                    "io/bellwether/node/engine/KeyKeeping",
                    "recover",
                    new Answer(0))),
    BOX_OUTLIVES_LINK(
            "a node waits for its box although the peer, and so the other half, has gone",
            new CallRule(
                    "io/bellwether/node/engine/BlockDriver",
                    "run",
                    "io/bellwether/link/Exchange",
                    "whileLinked",
                    new Instead(Plants.class, "waitOn"))),
    FETCHED_TWICE(
            "a key stays fetchable after its slave has had it",
            new CallRule(
                    keystore("Deliveries"),
                    "settle",
                    keystore("KeyTable"),
                    "update",
                    new Answer(0)),
            new CallRule(
                    keystore("Deliveries"), "settle", keystore("Pages"), "erase", new Answer(0)),
            new CallRule(
                    keystore("Deliveries"),
                    "settle",
                    keystore("BlockTable"),
                    "finishKey",
                    new Answer(0)));

    private final String description;
    private final List<CallRule> rules;

    PlantedBug(String description, CallRule... rules) {
        this.description = description;
        this.rules = List.of(rules);
    }

    private static String channel(String name) {
        return "io/bellwether/channel/" + name;
    }

    private static String keystore(String name) {
        return "io/bellwether/keystore/" + name;
    }

    private static String keydelivery(String name) {
        return "io/bellwether/keydelivery/" + name;
    }

    /** As it is named on the command line. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String description() {
        return description;
    }

    List<CallRule> rules() {
        return rules;
    }

    /** The bug of this name, if there is one. */
    public static Optional<PlantedBug> of(String id) {
        return Arrays.stream(values()).filter(bug -> bug.id().equals(id)).findFirst();
    }
}
