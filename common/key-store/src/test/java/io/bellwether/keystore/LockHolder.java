package io.bellwether.keystore;

import java.io.IOException;
import java.nio.file.Path;

/** A process of its own that holds a data directory until it is killed. */
final class LockHolder {
    private LockHolder() {}

    public static void main(String[] arguments) throws IOException {
        DataDirectoryLock lock = DataDirectoryLock.acquire(Path.of(arguments[0]));
        System.out.println("locked");
        System.in.read();
        lock.close();
    }
}
