package io.bellwether.keydelivery.skip;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Fuzz target: what a SKIP client sends once TLS is up, several requests after each other. */
public final class FuzzSkipRequests {
    private FuzzSkipRequests() {}

    public static void fuzzerTestOneInput(byte[] sent) throws IOException {
        InputStream in = new ByteArrayInputStream(sent);
        try {
            for (Optional<HttpHead> head = HttpHead.read(in);
                    head.isPresent();
                    head = HttpHead.read(in)) {
                head.get().skipBody(in);
                answer(head.get());
            }
        } catch (EOFException | SkipRefusal endOfConnection) {
            return;
        }
    }

    private static void answer(HttpHead head) {
        try {
            SkipCall.parse(head.method(), head.target());
        } catch (SkipRefusal refusal) {
            String body = new String(SkipAnswer.refusal(refusal).body());
            if (refusal.status() / 100 != 4 || !body.matches("\\{\"message\":\".*\"}")) {
                throw new AssertionError(refusal.status() + " " + body);
            }
        }
    }
}
