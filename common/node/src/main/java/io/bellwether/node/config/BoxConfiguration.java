package io.bellwether.node.config;

import io.bellwether.device.remote.RemoteBox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * This node's half of the Bell test.
 *
 * @param location a box that answers, or a record of one
 * @param furtherAddresses redundant boxes of this laboratory, whose keys are added to that of the
 *     first; the peer has as many
 * @param frameRounds rounds that are handed over together; 1 is strictly sequential
 * @param timeoutMillis the longest wait for the answer to one frame
 * @param lossOutcome the outcome, 0 or 1, that stands for a lost signal
 * @param name the operator's name for this box, by which its blocks are counted
 * @param maximumBlocks that it may begin before it is retired; 0 for no limit
 * @param requestMillis that every request takes as seen from outside, so that the box's timing says
 *     nothing; 0 for as long as the box takes
 */
public record BoxConfiguration(
        BoxLocation location,
        List<BoxLocation> furtherAddresses,
        int frameRounds,
        int timeoutMillis,
        int lossOutcome,
        String name,
        long maximumBlocks,
        int requestMillis) {
    public static final int DEFAULT_FRAME_ROUNDS = 1;

    /** What the box contract allows. */
    private static final int MAX_FRAME_ROUNDS = RemoteBox.FRAME_ROUNDS_LIMIT;

    public static final int DEFAULT_TIMEOUT_MILLIS = 30_000;
    public static final int DEFAULT_LOSS_OUTCOME = 0;
    public static final String DEFAULT_NAME = "box";

    /** No limit. */
    public static final long DEFAULT_MAXIMUM_BLOCKS = 0;

    /** As long as the box takes. */
    public static final int DEFAULT_REQUEST_MILLIS = 0;

    /** A node that is stopped waits so long at most. */
    private static final int MAX_REQUEST_MILLIS = 30_000;

    private static final String FORM =
            "HOST:PORT on a loopback address, or unix:PATH (or recorded: PATH)";

    static BoxConfiguration read(Section section) {
        BoxConfiguration box =
                new BoxConfiguration(
                        location(section),
                        furtherAddresses(section),
                        section.integer("frameRounds", DEFAULT_FRAME_ROUNDS, 1, MAX_FRAME_ROUNDS),
                        section.integer("timeoutMillis", DEFAULT_TIMEOUT_MILLIS, 1, 86_400_000),
                        section.integer("lossOutcome", DEFAULT_LOSS_OUTCOME, 0, 1),
                        section.has("name") ? section.name("name") : DEFAULT_NAME,
                        section.integer("maximumBlocks", DEFAULT_MAXIMUM_BLOCKS, 0, 1L << 40),
                        section.integer(
                                "requestMillis", DEFAULT_REQUEST_MILLIS, 0, MAX_REQUEST_MILLIS));
        section.close();
        return box;
    }

    private static List<BoxLocation> furtherAddresses(Section section) {
        return section.read(
                        "furtherAddresses",
                        "none, or addresses like box.address, separated by commas",
                        text -> text.equals("none") ? Optional.of(List.of()) : list(section, text))
                .orElse(List.of());
    }

    /** Empty if one of them is no address. */
    private static Optional<List<BoxLocation>> list(Section section, String text) {
        List<BoxLocation> addresses = new ArrayList<>();
        for (String address : text.split(",", -1)) {
            Optional<BoxLocation> live = BoxLocation.live(section, address.strip());
            if (live.isEmpty()) {
                return Optional.empty();
            }
            addresses.add(live.get());
        }
        return Optional.of(List.copyOf(addresses));
    }

    private static BoxLocation location(Section section) {
        Optional<BoxLocation> live =
                section.read("address", FORM, text -> BoxLocation.live(section, text));
        if (section.has("recorded")) {
            if (section.has("address")) {
                section.problem("recorded", "named beside address", "one of the two");
            }
            return new BoxLocation.Recording(section.file("recorded"));
        }
        if (!section.has("address")) {
            section.missing("address", FORM);
        }
        return live.orElse(new BoxLocation.Loopback(HealthConfiguration.DEFAULT_ADDRESS));
    }
}
