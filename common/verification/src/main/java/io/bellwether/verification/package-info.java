/** One-sided comparison of two keys by a public tag, with a proved bound on its failure. */
package io.bellwether.verification;
