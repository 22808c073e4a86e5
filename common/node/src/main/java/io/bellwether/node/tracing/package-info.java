/** OpenTelemetry traces of blocks, if they are switched on. */
package io.bellwether.node.tracing;
