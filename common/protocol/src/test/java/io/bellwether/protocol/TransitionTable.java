package io.bellwether.protocol;

import io.bellwether.foundation.End;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What a machine does in each state with each event, as text. */
final class TransitionTable {
    private final End end;
    private final List<String> lines = new ArrayList<>();

    TransitionTable(End end) {
        this.end = end;
    }

    List<String> lines() {
        return lines;
    }

    /** The events that an undisturbed block brings, one line per state. */
    void path(String title, TwoSessions block) {
        lines.add("# " + title);
        for (int at = 0; at < block.events(end).size(); at++) {
            Session session = block.replayed(end, at);
            lines.add(session.stateName() + " | " + answer(session, block.events(end).get(at)));
        }
        lines.add("");
    }

    /** All events of the catalogue in all states from {@code firstState} on. */
    void matrix(String title, TwoSessions block, String firstState) {
        lines.add("# " + title);
        Map<String, Event> catalogue = new EventCatalogue(block).events();
        Set<String> seen = new HashSet<>();
        boolean begun = false;
        for (int at = 0; at <= block.events(end).size(); at++) {
            String state = block.replayed(end, at).stateName();
            begun |= state.equals(firstState);
            if (!begun) {
                continue;
            }
            lines.add(seen.add(state) ? state : state + ", last chunk");
            for (var entry : catalogue.entrySet()) {
                lines.add(
                        "  %s | %s"
                                .formatted(
                                        entry.getKey(),
                                        answer(block.replayed(end, at), entry.getValue())));
            }
        }
        lines.add("");
    }

    private static String answer(Session session, Event event) {
        List<Effect> effects = session.on(event);
        return "%s | %s"
                .formatted(
                        session.stateName(),
                        effects.isEmpty()
                                ? "-"
                                : effects.stream()
                                        .map(TransitionTable::describe)
                                        .collect(Collectors.joining(", ")));
    }

    private static String describe(Effect effect) {
        return switch (effect) {
            case Effect.Send(Message.Abort(AbortReason reason)) -> "Send Abort " + reason;
            case Effect.Send(Message message) -> "Send " + message.getClass().getSimpleName();
            case Effect.EnterStep(Step step) -> "EnterStep " + step;
            case Effect.Finish(BlockOutcome.Aborted(AbortReason reason, String detail)) ->
                    "Finish Aborted " + reason;
            case Effect.Finish(BlockOutcome outcome) ->
                    "Finish " + outcome.getClass().getSimpleName();
            default -> effect.getClass().getSimpleName();
        };
    }
}
