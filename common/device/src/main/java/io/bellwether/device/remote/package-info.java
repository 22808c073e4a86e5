/** The box contract {@code bellwether.device.v1} over gRPC: the node's client and a server. */
package io.bellwether.device.remote;
