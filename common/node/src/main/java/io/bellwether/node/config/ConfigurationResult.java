package io.bellwether.node.config;

import java.util.List;

/** What became of reading a configuration. */
public sealed interface ConfigurationResult {
    record Loaded(NodeConfiguration configuration) implements ConfigurationResult {}

    /** All that is wrong at once, in the order of the file's schema; never empty. */
    record Rejected(List<Problem> problems) implements ConfigurationResult {}
}
