package io.bellwether.keydelivery;

import java.nio.file.Path;

/**
 * PEM files of a TLS 1.3 server; they are watched, and a changed file is used for new connections.
 *
 * @param certificateChain the server's certificate first, then the authorities between it and the
 *     root
 * @param privateKey PKCS#8
 * @param clientAuthorities the authorities that may have signed a client's certificate
 */
public record TlsFiles(Path certificateChain, Path privateKey, Path clientAuthorities) {}
