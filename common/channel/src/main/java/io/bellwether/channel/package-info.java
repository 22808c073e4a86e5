/**
 * Authentication of the classical link without computational assumptions.
 *
 * <p>{@link io.bellwether.channel.TranscriptMac} makes one tag per direction and block with 256
 * bits of a pool that both ends share; {@link io.bellwether.channel.AuthenticationLedger} hands
 * these bits out, each once, and takes new ones from finished blocks. An end sends with {@code
 * reserve(256)}, tells the peer the range in its proposal, and the peer takes the same bits with
 * {@code claim}.
 */
package io.bellwether.channel;
