/**
 * Makes what a new pair of nodes shares and what each keeps: certificates, the authentication pool,
 * keys and configurations.
 */
package io.bellwether.node.init;
