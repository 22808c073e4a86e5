package io.bellwether.link;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;

import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLException;

/**
 * Mutual TLS 1.3 of the link: defence in depth, and it keeps strangers from spending authentication
 * bits. The security claim does not rest on it.
 *
 * @param certificate own certificate chain, PEM
 * @param privateKey own key, PKCS #8 PEM
 * @param trustedAuthority the authority that signs both nodes' certificates, PEM
 * @param peerName common name and DNS name of the peer's certificate
 */
public record LinkTls(Path certificate, Path privateKey, Path trustedAuthority, String peerName) {

    SslContext server() throws SSLException {
        return GrpcSslContexts.forServer(certificate.toFile(), privateKey.toFile())
                .trustManager(PeerTrust.in(trustedAuthority))
                .clientAuth(ClientAuth.REQUIRE)
                .protocols("TLSv1.3")
                .build();
    }

    SslContext client() throws SSLException {
        return GrpcSslContexts.forClient()
                .keyManager(certificate.toFile(), privateKey.toFile())
                .trustManager(PeerTrust.in(trustedAuthority))
                .protocols("TLSv1.3")
                .build();
    }

    /**
     * Fails early, with the name of the file.
     *
     * @throws IOException if a file cannot be read
     */
    public void requireReadable() throws IOException {
        for (Path file : new Path[] {certificate, privateKey, trustedAuthority}) {
            Files.readAllBytes(file);
        }
    }

    /** The common name of a certificate, or the empty string. */
    static String commonName(X509Certificate certificate) {
        try {
            for (Rdn part :
                    new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    return part.getValue().toString();
                }
            }
            return "";
        } catch (InvalidNameException e) {
            // The subject was printed by the JDK; a name it cannot read back names nobody.
            return "";
        }
    }
}
