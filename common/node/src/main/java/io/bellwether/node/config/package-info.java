/**
 * What an operator sets: one YAML file per node, read into records by {@link
 * io.bellwether.node.config.ConfigurationReader}. Each record reads its own section and holds the
 * defaults; the examples in {@code deploy/conf} are tested against them.
 */
package io.bellwether.node.config;
