/** What a record of a Bell test, or its published counts, says. */
package io.bellwether.node.analysis;
