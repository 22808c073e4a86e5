package io.bellwether.protocol;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.BlockId;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;

/** Every kind of event, in forms that fit a block and in forms that do not. */
final class EventCatalogue {
    private final TwoSessions block;
    private final Map<String, Event> events = new LinkedHashMap<>();

    EventCatalogue(TwoSessions block) {
        this.block = block;
        events.put("Started", new Event.Started());
        events.put("Proceed", new Event.Proceed());
        events.put("PairsDistributed", new Event.PairsDistributed());
        int chunk = block.plan().parameters().chunkRounds();
        events.put("RoundsMeasured", new Event.RoundsMeasured(new byte[chunk], new byte[chunk]));
        events.put("Stored", new Event.Stored());
        events.put("PeerAuthenticated", new Event.PeerAuthenticated());
        events.put("AuthenticationFailed", new Event.AuthenticationFailed());
        events.put(
                "Interrupted BOX_FAILED", new Event.Interrupted(AbortReason.BOX_FAILED, "a test"));
        events.put("Interrupted PEER_LOST", new Event.Interrupted(AbortReason.PEER_LOST, "a test"));
        proposals();
        chunks();
        published();
        said("Acceptance", new Message.Acceptance(OptionalLong.empty()));
        said("Acceptance, with a count", new Message.Acceptance(OptionalLong.of(0)));
        said("Deliverable", new Message.Deliverable());
        said("Abort", new Message.Abort(AbortReason.STOPPED));
    }

    Map<String, Event> events() {
        return events;
    }

    private void said(String name, Message message) {
        events.put(name, new Event.MessageReceived(message));
    }

    private void proposals() {
        Message.Proposal p = block.messages(Message.Proposal.class).getFirst();
        said("Proposal", p);
        said(
                "Proposal, other key length",
                new Message.Proposal(
                        p.block(),
                        p.parameters(),
                        p.code(),
                        p.freeParameters(),
                        p.leakedBits(),
                        p.keyBits() + 1,
                        p.refillBits()));
        said("Agreement", block.messages(Message.Agreement.class).getFirst());
        said("Agreement, other block", new Message.Agreement(new BlockId(new UUID(9, 9))));
    }

    private void chunks() {
        var ready = block.messages(Message.PairsReady.class);
        said("PairsReady", ready.getFirst());
        said("PairsReady, last chunk", ready.getLast());
        var flags = block.messages(Message.TestFlags.class);
        said("TestFlags", flags.getFirst());
        said("TestFlags, last chunk", flags.getLast());
        said(
                "TestFlags, a bit too long",
                new Message.TestFlags(0, BitArray.ofLength(flags.getFirst().flags().length() + 1)));
        said("Measured", new Message.Measured());
    }

    private void published() {
        BitArray settings = block.messages(Message.Settings.class).getFirst().testRoundSettings();
        said("Settings", new Message.Settings(settings));
        said(
                "Settings, a bit too long",
                new Message.Settings(BitArray.ofLength(settings.length() + 1)));
        BitArray syndrome = block.messages(Message.Syndrome.class).getFirst().syndrome();
        said("Syndrome", new Message.Syndrome(syndrome));
        said(
                "Syndrome, a bit too long",
                new Message.Syndrome(BitArray.ofLength(syndrome.length() + 1)));
        Message.Verification v = block.messages(Message.Verification.class).getFirst();
        said("Verification", v);
        said(
                "Verification, seed too short",
                new Message.Verification(BitArray.ofLength(128), v.tag()));
        said(
                "Verification, tag too short",
                new Message.Verification(v.seed(), BitArray.ofLength(32)));
        BitArray seed = block.messages(Message.AmplificationSeed.class).getFirst().seed();
        said("AmplificationSeed", new Message.AmplificationSeed(seed));
        said(
                "AmplificationSeed, a bit too long",
                new Message.AmplificationSeed(BitArray.ofLength(seed.length() + 1)));
    }
}
