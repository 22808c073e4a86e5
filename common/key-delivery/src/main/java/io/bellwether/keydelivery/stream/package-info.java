/**
 * Key streams after ETSI GS QKD 004 V2.1.1 over gRPC: OPEN_CONNECT, GET_KEY and CLOSE, from the
 * same store and under the same authorisation as ETSI GS QKD 014.
 *
 * <p>A chunk is a key of the store whose id both ends derive from the stream and the index. So what
 * holds for keys holds for chunks: recorded at the other end first, handed out once, erased when
 * both applications had it, found again after a crash; and the link needs no further message.
 */
package io.bellwether.keydelivery.stream;
