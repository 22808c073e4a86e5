/**
 * A first authentication pool without a courier: agreed by ML-KEM-1024 (FIPS 203), signed with
 * ML-DSA-87 (FIPS 204) under identities that {@code bellwether init} pinned, expanded by SHAKE256.
 * Computational, and labelled so wherever the pool is named.
 */
package io.bellwether.node.bootstrap;
