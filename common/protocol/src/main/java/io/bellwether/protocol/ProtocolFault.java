package io.bellwether.protocol;

/** Words for an event that a state does not expect. Types only: an event may carry secrets. */
final class ProtocolFault {
    private ProtocolFault() {}

    static String describe(String state, Event event) {
        String got =
                event instanceof Event.MessageReceived(Message message)
                        ? "message " + message.getClass().getSimpleName()
                        : event.getClass().getSimpleName();
        return "in state %s: unexpected %s, or one that does not fit the block"
                .formatted(state, got);
    }
}
