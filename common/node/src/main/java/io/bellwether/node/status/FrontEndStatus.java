package io.bellwether.node.status;

import io.bellwether.foundation.End;

/**
 * What {@code /status} of a delivery front end answers.
 *
 * @param availableKeys of the default size that can be asked for now
 */
public record FrontEndStatus(
        String name,
        End end,
        String version,
        long processId,
        long availableKeys,
        int keySizeBits) {}
