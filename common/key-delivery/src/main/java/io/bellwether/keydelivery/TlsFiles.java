package io.bellwether.keydelivery;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * PEM files of a TLS server; they are watched, and a changed file is used without a restart: the
 * revocation list at once, the others for new connections.
 *
 * @param certificateChain the server's certificate first, then the authorities between it and the
 *     root
 * @param privateKey PKCS#8
 * @param clientAuthorities the authorities that may have signed a client's certificate
 * @param revocationList of these authorities; PEM or DER
 * @param tls12 whether TLS 1.2 is spoken beside TLS 1.3, with forward secrecy and AEAD only
 */
public record TlsFiles(
        Path certificateChain,
        Path privateKey,
        Path clientAuthorities,
        Optional<Path> revocationList,
        boolean tls12) {
    /** TLS 1.3 alone, and nobody is revoked. */
    public TlsFiles(Path certificateChain, Path privateKey, Path clientAuthorities) {
        this(certificateChain, privateKey, clientAuthorities, Optional.empty(), false);
    }

    /** All but the revocation list: what a handshake needs. */
    public List<Path> pemFiles() {
        return List.of(certificateChain, privateKey, clientAuthorities);
    }
}
