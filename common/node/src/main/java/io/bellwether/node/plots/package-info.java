/** Computed figures of the planner, drawn as SVG or PNG or written as a table. */
package io.bellwether.node.plots;
