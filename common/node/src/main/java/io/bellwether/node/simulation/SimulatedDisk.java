package io.bellwether.node.simulation;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One node's disk, with one folder. Writes survive a power failure when they have been forced,
 * creations, renames and deletions when the folder has been; of the rest any part may.
 */
final class SimulatedDisk {
    private Map<String, SimulatedFile> seen = new TreeMap<>();
    private Map<String, SimulatedFile> durable = new TreeMap<>();
    private final List<FolderChange> unforced = new ArrayList<>();
    private double failureProbability;
    private final Dice dice;

    /** A change of the folder; a journaling file system keeps their order. */
    private interface FolderChange {
        void apply(Map<String, SimulatedFile> folder);
    }

    SimulatedDisk(Dice dice) {
        this.dice = dice;
    }

    /** From now on every write fails with this probability, as on a full disk. */
    void failWrites(double probability) {
        failureProbability = probability;
    }

    boolean exists(String name) {
        return seen.containsKey(name);
    }

    SimulatedFile find(String name) throws IOException {
        SimulatedFile file = seen.get(name);
        if (file == null) {
            throw new NoSuchFileException(name);
        }
        return file;
    }

    SimulatedFile create(String name) throws IOException {
        if (exists(name)) {
            throw new FileAlreadyExistsException(name);
        }
        var file = new SimulatedFile();
        change(folder -> folder.put(name, file));
        return file;
    }

    void move(String from, String to) throws IOException {
        SimulatedFile file = find(from);
        change(folder -> {
            folder.remove(from);
            folder.put(to, file);
        });
    }

    void delete(String name) throws IOException {
        find(name);
        change(folder -> folder.remove(name));
    }

    private void change(FolderChange change) throws IOException {
        mayFail();
        SimulatedProcess.point("disk folder");
        change.apply(seen);
        unforced.add(change);
    }

    void write(SimulatedFile file, int position, byte[] bytes) throws IOException {
        SimulatedProcess.point("disk write");
        mayFail();
        file.write(position, bytes);
        SimulatedProcess.point("disk written");
    }

    void force(SimulatedFile file) throws IOException {
        SimulatedProcess.point("disk force");
        mayFail();
        file.force();
        SimulatedProcess.point("disk forced");
    }

    void forceFolder() {
        SimulatedProcess.point("disk folder force");
        unforced.forEach(change -> change.apply(durable));
        unforced.clear();
    }

    private void mayFail() throws IOException {
        if (failureProbability > 0 && dice.chance(failureProbability)) {
            throw new IOException("No space left on device (simulated)");
        }
    }

    void losePower() {
        int kept = dice.below(unforced.size() + 1);
        unforced.subList(0, kept).forEach(change -> change.apply(durable));
        unforced.clear();
        seen = new TreeMap<>(durable);
        seen.values().forEach(file -> file.losePower(dice));
    }
}
