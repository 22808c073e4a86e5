package io.bellwether.node.attack;

import io.bellwether.foundation.BlockId;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a node's log says of its blocks: of every one, where the status knows the last one only and
 * may be a block further before anybody looks.
 */
record BlockLog(String words) {
    /** How a block ended, once it has. */
    Optional<AttackedBlock.Ended> ended(BlockId block) {
        Matcher line =
                Pattern.compile(
                                "block\\.ends block=\"%s\" outcome=\"(\\w+)\" keyBits=\"(\\d+)\""
                                                .formatted(block)
                                        + " reason=\"(\\w*)\" detail=\"(.*)\"$",
                                Pattern.MULTILINE)
                        .matcher(words);
        return line.find()
                ? Optional.of(
                        new AttackedBlock.Ended(
                                line.group(1),
                                line.group(3),
                                line.group(4),
                                Long.parseLong(line.group(2))))
                : Optional.empty();
    }

    /** S of a block, if that is its score and the node has estimated it. */
    OptionalDouble chsh(BlockId block) {
        return score(block, "S");
    }

    /** The score of a block, whatever it is called, if the node has estimated it. */
    OptionalDouble score(BlockId block) {
        return score(block, "\\w+");
    }

    private OptionalDouble score(BlockId block, String name) {
        Matcher line =
                Pattern.compile(
                                "block\\.estimate block=\"%s\" score=\"%s\" value=\"([0-9.Ee-]+)\""
                                        .formatted(block, name))
                        .matcher(words);
        return line.find()
                ? OptionalDouble.of(Double.parseDouble(line.group(1)))
                : OptionalDouble.empty();
    }
}
