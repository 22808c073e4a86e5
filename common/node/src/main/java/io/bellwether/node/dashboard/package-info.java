/** What a node shows to people in a browser; {@code doc/dashboard.md} says how and why so. */
package io.bellwether.node.dashboard;
