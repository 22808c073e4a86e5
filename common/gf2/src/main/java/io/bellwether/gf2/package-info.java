/** Bit-packed kernels over GF(2): carry-less products, Toeplitz products, sparse syndromes. */
package io.bellwether.gf2;
