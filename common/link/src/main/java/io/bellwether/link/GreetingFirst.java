package io.bellwether.link;

import io.bellwether.foundation.End;
import io.bellwether.foundation.SecretBits;
import io.bellwether.proto.link.v1.Envelope;

import java.util.Optional;

/**
 * Claims what the peer's envelopes name, in the order in which they came, and nothing before a
 * greeting that fits.
 */
final class GreetingFirst implements Connection.Intake {
    private final End end;
    private final Greeting own;
    private final LedgerPort ledger;
    private final Openings openings;
    private final ControlLane control;
    private boolean greeted;

    GreetingFirst(
            End end, Greeting own, LedgerPort ledger, Openings openings, ControlLane control) {
        this.end = end;
        this.own = own;
        this.ledger = ledger;
        this.openings = openings;
        this.control = control;
    }

    @Override
    public Received onBlock(Envelope envelope, byte[] raw) throws LinkException {
        if (!greeted) {
            requireFittingGreeting(envelope);
            greeted = true;
            return new Received(envelope, raw, Optional.empty());
        }
        Optional<SecretBits> bits =
                switch (envelope.getContentCase()) {
                    case OPENING -> Optional.of(openings.claim(envelope.getOpening()));
                    case OPENED -> Optional.of(openings.claim(envelope.getOpened()));
                    default -> Optional.empty();
                };
        return new Received(envelope, raw, bits);
    }

    private void requireFittingGreeting(Envelope envelope) throws LinkException {
        if (!envelope.hasGreeting()) {
            throw WireMessages.unexpected(envelope);
        }
        Greeting peers = Greeting.fromWire(envelope.getGreeting());
        Optional<String> difference = own.firstDifference(peers);
        if (difference.isPresent()) {
            throw new LinkException(LinkException.Cause.DIFFERENT, difference.get());
        }
        var budget = new SealBudget(own.parameters().chunks(), Meeting.hasVerdict(end, own, peers));
        ledger.align(peers, budget.maximumSkipBits());
        openings.greeted(budget);
    }

    @Override
    public void onControl(Envelope envelope) throws LinkException {
        if (!greeted) {
            throw WireMessages.unexpected(envelope);
        }
        control.onControl(envelope);
    }
}
