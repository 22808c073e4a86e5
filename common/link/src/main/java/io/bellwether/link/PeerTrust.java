package io.bellwether.link;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts what the link's authority has issued, as the JDK checks it, and says in the log which
 * certificates were refused and why: a few a minute, because a stranger decides how many there are.
 */
final class PeerTrust extends X509ExtendedTrustManager {
    private static final Logger log = LoggerFactory.getLogger(PeerTrust.class);
    private static final int LINES_PER_MINUTE = 10;
    private static final long MINUTE_NANOS = 60_000_000_000L;

    private final X509ExtendedTrustManager jdk;
    private long minuteBegan = System.nanoTime();
    private int lines;
    private long unsaid;

    private PeerTrust(X509ExtendedTrustManager jdk) {
        this.jdk = jdk;
    }

    /**
     * @param authority PEM, one or more certificates
     */
    static PeerTrust in(Path authority) throws SSLException {
        try (InputStream pem = Files.newInputStream(authority)) {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            int count = 0;
            for (var certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                trusted.setCertificateEntry("authority" + count++, certificate);
            }
            TrustManagerFactory factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager jdk) {
                    return new PeerTrust(jdk);
                }
            }
            throw new SSLException("this Java has no X.509 trust manager");
        } catch (IOException | GeneralSecurityException e) {
            throw new SSLException(authority + ": " + e.getMessage(), e);
        }
    }

    private synchronized void refused(X509Certificate[] chain, CertificateException why) {
        long now = System.nanoTime();
        if (now - minuteBegan > MINUTE_NANOS) {
            minuteBegan = now;
            lines = 0;
        }
        if (lines == LINES_PER_MINUTE) {
            unsaid++;
            return;
        }
        lines++;
        log.atWarn()
                .addKeyValue("subject", shortened(chain[0].getSubjectX500Principal().getName()))
                .addKeyValue("issuer", shortened(chain[0].getIssuerX500Principal().getName()))
                .addKeyValue("reason", shortened(String.valueOf(why.getMessage())))
                .addKeyValue("unsaidBefore", unsaid)
                .log("link.certificate-refused");
        unsaid = 0;
    }

    /** What a stranger wrote: not long, and on one line. */
    private static String shortened(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() > 120 ? line.substring(0, 120) + "..." : line;
    }

    /** One of the JDK's checks. */
    private interface Check {
        void run() throws CertificateException;
    }

    private void check(X509Certificate[] chain, Check check) throws CertificateException {
        try {
            check.run();
        } catch (CertificateException e) {
            refused(chain, e);
            throw e;
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        check(chain, () -> jdk.checkClientTrusted(chain, type));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        check(chain, () -> jdk.checkClientTrusted(chain, type, socket));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        check(chain, () -> jdk.checkClientTrusted(chain, type, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        check(chain, () -> jdk.checkServerTrusted(chain, type));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        check(chain, () -> jdk.checkServerTrusted(chain, type, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        check(chain, () -> jdk.checkServerTrusted(chain, type, engine));
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return Arrays.copyOf(jdk.getAcceptedIssuers(), jdk.getAcceptedIssuers().length);
    }
}
