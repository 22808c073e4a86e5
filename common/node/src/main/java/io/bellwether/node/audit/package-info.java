/**
 * Security certificates of blocks: what a key's length rests on, signed by the node, in a form that
 * can be checked again later. They hold no key bit, and no count beyond those that the key length
 * takes for published.
 */
package io.bellwether.node.audit;
