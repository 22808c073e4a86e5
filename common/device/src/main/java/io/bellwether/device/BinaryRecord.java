package io.bellwether.device;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The compact form of a record: four bits per round. Numbers are big-endian, checksums CRC-32C.
 *
 * <pre>
 * header    8 bytes "BELLREC1", 1 byte side (1 Alice, 2 Bob, 0 not said), 3 bytes 0,
 *           4 bytes checksum of these 12
 * chunk     4 bytes n, 1 to 65536; (n + 1)/2 bytes of rounds; 4 bytes checksum of n and rounds
 * ...       more chunks
 * end mark  4 bytes 0, 8 bytes number of all rounds, 4 bytes checksum of these 12
 * </pre>
 *
 * A round is setting + 4 outcome, setting 0 to 3, outcome 0, 1 or 2 (no click); outcome 3 says that
 * the herald excluded the round. The earlier round of a byte is in its low half; a half that is
 * left over is 0.
 */
final class BinaryRecord {
    static final byte[] MAGIC = "BELLREC1".getBytes(StandardCharsets.US_ASCII);
    static final int HEADER_BYTES = 16;
    static final int CHUNK_ROUNDS = 1 << 16;
    static final int EXCLUDED = 3;
    static final int SETTING_LIMIT = 4;

    private BinaryRecord() {}

    static byte[] header(int side) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        header.put(MAGIC).put((byte) side).put(new byte[3]);
        header.putInt(checksum(header.array(), 0, HEADER_BYTES - 4));
        return header.array();
    }

    static byte[] endMark(long rounds) {
        ByteBuffer mark = ByteBuffer.allocate(16);
        mark.putInt(0).putLong(rounds);
        mark.putInt(checksum(mark.array(), 0, 12));
        return mark.array();
    }

    static int checksum(byte[] bytes, int from, int length) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, from, length);
        return (int) sum.getValue();
    }
}
