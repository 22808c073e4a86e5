package io.bellwether.keydelivery;

/**
 * The other end did not answer in time, or the link to it is down; it may or may not have heard.
 */
public final class PeerUnavailableException extends Exception {
    public PeerUnavailableException(String message) {
        super(message);
    }

    public PeerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
