package io.bellwether.keydelivery.conformance;

import io.bellwether.foundation.End;

import javax.net.ssl.SSLContext;

/** Both ends of a pair, with the SAEs that the table names. */
public interface KmePair {
    /** Where an end's key delivery listens, at 127.0.0.1. */
    int port(End end);

    /** A client that trusts the pair and shows a certificate of the kind. */
    SSLContext client(ClientKind kind, String saeId);

    /** Kinds of certificates that a client may show. */
    enum ClientKind {
        /** Of the authority that the pair trusts. */
        GOOD,
        NONE,
        /** Of an authority that the pair does not know, with the good authority's name. */
        FOREIGN,
        EXPIRED,
        NOT_YET_VALID
    }
}
