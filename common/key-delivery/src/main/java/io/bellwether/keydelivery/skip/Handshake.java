package io.bellwether.keydelivery.skip;

import java.io.IOException;
import java.net.Socket;

/** How a connection becomes secure, and its client known. */
interface Handshake {
    /**
     * @throws IOException if the client does not authenticate itself, or breaks TLS
     */
    SecureLane open(Socket socket) throws IOException;
}
