package io.bellwether.testkit;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.End;
import io.bellwether.protocol.Message;

import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What was sent, by kind and as a digest over every bit of it. */
final class MessageLog {
    private final List<String> kinds = new ArrayList<>();
    private final MessageDigest sha256;

    MessageLog() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    void sent(End sender, Message message) {
        String kind = sender + " " + message.getClass().getSimpleName();
        kinds.add(kind);
        add(kind);
        for (RecordComponent component : message.getClass().getRecordComponents()) {
            add(component.getName());
            try {
                addValue(component.getAccessor().invoke(message));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("messages are public records", e);
            }
        }
    }

    private void addValue(Object value) {
        add(value.toString());
        // A string of bits prints its length only.
        if (value instanceof BitArray bits) {
            sha256.update(bits.toBytes());
        }
    }

    private void add(String text) {
        sha256.update((text + '\n').getBytes(StandardCharsets.UTF_8));
    }

    List<String> kinds() {
        return List.copyOf(kinds);
    }

    String digest() {
        return HexFormat.of().formatHex(sha256.digest());
    }
}
