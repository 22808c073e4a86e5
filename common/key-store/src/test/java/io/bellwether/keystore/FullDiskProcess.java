package io.bellwether.keystore;

import java.nio.file.Path;

/** A process of its own, run with a limit on the size of its files: writes until none is left. */
final class FullDiskProcess {
    private static final int BYTES = 1 << 18;

    private FullDiskProcess() {}

    public static void main(String[] arguments) {
        Database database = Database.open(Engine.SQLITE.location(Path.of(arguments[0])));
        database.write(handle -> handle.execute("CREATE TABLE filled (bytes BLOB)"));
        boolean room = true;
        while (room) {
            try {
                database.write(
                        handle -> handle.execute("INSERT INTO filled VALUES (?)", new byte[BYTES]));
            } catch (KeyStoreException e) {
                room = false;
            }
        }
        try {
            database.close();
            System.out.println("closed");
        } catch (RuntimeException e) {
            System.out.println(e.getClass().getSimpleName() + " " + e.getMessage());
        }
    }
}
