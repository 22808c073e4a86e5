package io.bellwether.node.analysis;

import io.bellwether.device.BinaryRecordWriter;
import io.bellwether.device.BoxDescription;
import io.bellwether.device.BoxException;
import io.bellwether.device.RecordReader;
import io.bellwether.foundation.End;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A record in the compact form. */
public final class RecordConversion {
    private RecordConversion() {}

    /**
     * Writes a record anew, with its excluded rounds.
     *
     * @throws IOException if the target exists or cannot be written
     * @throws BoxException if the source is damaged; the target is then removed
     */
    public static void toBinary(Path source, Path target, End end)
            throws IOException, BoxException {
        try (RecordReader reader = RecordReader.open(source, BoxDescription.settingCountOf(end));
                BinaryRecordWriter writer = BinaryRecordWriter.create(target, end)) {
            copy(reader, writer);
        } catch (BoxException damaged) {
            Files.deleteIfExists(target);
            throw damaged;
        }
    }

    private static void copy(RecordReader reader, BinaryRecordWriter writer)
            throws BoxException, IOException {
        while (reader.next()) {
            while (writer.rounds() < reader.roundNumber()) {
                writer.exclude();
            }
            writer.add(reader.setting(), reader.outcome());
        }
        long all = reader.rounds() + reader.excludedRounds();
        while (writer.rounds() < all) {
            writer.exclude();
        }
    }
}
