/** What a node says about itself to Prometheus; the list of names is in {@code doc/metrics.md}. */
package io.bellwether.node.metrics;
