package io.bellwether.node.attack;

import io.bellwether.device.adversary.AdversaryDice;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Connections of strangers: bytes that are no TLS, and TLS without the peer's certificate. */
final class Flood {
    static final int CONNECTIONS = 400;
    private static final int NONSENSE_BYTES = 2048;

    private final int port;
    private final AdversaryDice dice;

    Flood(int port, long seed) {
        this.port = port;
        this.dice = new AdversaryDice(seed, "flood");
    }

    /**
     * How they fared.
     *
     * @param strangers who were let dial
     * @param answered to whom the node said anything
     */
    record Answers(long strangers, long answered) {}

    /** Opens them all, one after the other. */
    Answers run() throws GeneralSecurityException {
        int strangers = 0;
        int answered = 0;
        SSLContext anonymous = trustingAnybody();
        for (int i = 0; i < CONNECTIONS; i++) {
            if (i % 2 == 0) {
                strangers += talksNonsense() ? 1 : 0;
            } else {
                strangers++;
                answered += isLetIn(anonymous) ? 1 : 0;
            }
        }
        return new Answers(strangers, answered);
    }

    private boolean talksNonsense() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(dice.bits(8L * NONSENSE_BYTES).toBytes());
            return true;
        } catch (IOException hungUp) {
            return false;
        }
    }

    /** Whether the other side says anything after a handshake without our certificate. */
    private boolean isLetIn(SSLContext anonymous) {
        try (var socket =
                (SSLSocket)
                        anonymous
                                .getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(2000);
            socket.startHandshake();
            return socket.getInputStream().read() >= 0;
        } catch (IOException refused) {
            return false;
        }
    }

    private static SSLContext trustingAnybody() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(null, new TrustManager[] {new Gullible()}, null);
        return context;
    }

    /** A stranger does not mind whom he talks to. */
    private static final class Gullible implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            // Never a server here.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // Anybody will do.
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
