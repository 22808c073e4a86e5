package io.bellwether.keydelivery;

import io.bellwether.foundation.End;
import io.bellwether.keydelivery.TestAuthority.Validity;
import io.bellwether.keydelivery.conformance.KmePair;

import java.nio.file.Path;
import java.time.Instant;

import javax.net.ssl.SSLContext;

/** Both ends in this process. */
public final class InProcessPair implements KmePair, AutoCloseable {
    private static final long BITS = 1 << 19;

    private final TwoKmes kmes;
    private final TestAuthority namesake = new TestAuthority("test authority");

    public InProcessPair(Path directory) {
        kmes = new TwoKmes(directory).fill(BITS);
    }

    @Override
    public int port(End end) {
        return kmes.port(end);
    }

    @Override
    public SSLContext client(ClientKind kind, String saeId) {
        TestAuthority good = kmes.authority;
        String name = "\"" + saeId + "\"";
        Instant now = Instant.now();
        return good.clientContext(
                switch (kind) {
                    case GOOD -> good.issue(name);
                    case NONE -> null;
                    case FOREIGN -> namesake.issue(name);
                    case EXPIRED ->
                            good.issue(
                                    name,
                                    new Validity(now.minusSeconds(7200), now.minusSeconds(60)));
                    case NOT_YET_VALID ->
                            good.issue(
                                    name,
                                    new Validity(now.plusSeconds(3600), now.plusSeconds(7200)));
                });
    }

    @Override
    public void close() {
        kmes.close();
    }
}
