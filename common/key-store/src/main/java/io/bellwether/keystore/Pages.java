package io.bellwether.keystore;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import javax.crypto.SecretKey;

/**
 * The key bits of blocks, within one transaction. A page is opened once, however many keys lie in
 * it that are asked for; changed pages are sealed anew and written by {@link #flush}.
 */
final class Pages implements AutoCloseable {
    /** One key opens 1 KiB, and its erasure rewrites as much: 32 keys of 256 bits. */
    static final int PAGE_BITS = 8192;

    /** Where a block's refill lies until it is in the authentication pool. */
    private static final int REFILL_PAGE = -1;

    private static final RowStatement INSERT =
            new RowStatement(
                    "INSERT INTO page (block_number, page_number, sealed) VALUES (?, ?, ?)",
                    """
                    INSERT INTO page (block_number, page_number, sealed)
                    SELECT * FROM unnest(?::int8[], ?::int4[], ?::bytea[])\
                    """);

    private static final String FIND =
            "SELECT sealed FROM page WHERE block_number = ? AND page_number = ?";

    static final RowStatement UPDATE =
            new RowStatement(
                    "UPDATE page SET sealed = ? WHERE block_number = ? AND page_number = ?",
                    """
                    UPDATE page SET sealed = n.sealed
                    FROM unnest(?::bytea[], ?::int8[], ?::int4[])
                        AS n (sealed, block_number, page_number)
                    WHERE page.block_number = n.block_number AND page.page_number = n.page_number\
                    """);

    private static final String DELETE =
            "DELETE FROM page WHERE block_number = ? AND page_number = ?";

    private final Statements statements;
    private final Sealing sealing;
    private final Map<Long, SecretKey> blockKeys = new LinkedHashMap<>();
    private final Map<Place, Page> open = new LinkedHashMap<>();

    Pages(Statements statements, Sealing sealing) {
        this.statements = statements;
        this.sealing = sealing;
    }

    /** Writes all pages of a new block. */
    void store(long blockNumber, StoredBlock block, SecretKey blockKey, BitArray bits) {
        for (long from = 0; from < bits.length(); from += PAGE_BITS) {
            int pageNumber = Math.toIntExact(from / PAGE_BITS);
            BitArray page = bits.slice(from, Math.min(PAGE_BITS, bits.length() - from));
            byte[] plain = page.toBytes();
            statements.queue(
                    INSERT,
                    blockNumber,
                    pageNumber,
                    sealing.sealPage(blockKey, block.id(), pageNumber, plain));
            page.clear();
            Arrays.fill(plain, (byte) 0);
        }
        if (block.refill().length() > 0) {
            byte[] plain =
                    block.refill()
                            .read(SecretAccess.to("store a refill under the master key"))
                            .toBytes();
            statements.queue(
                    INSERT,
                    blockNumber,
                    REFILL_PAGE,
                    sealing.sealPage(blockKey, block.id(), REFILL_PAGE, plain));
            Arrays.fill(plain, (byte) 0);
        }
        statements.runQueued(INSERT);
    }

    Optional<SecretBits> readRefill(BlockRow block) {
        return sealedPage(block.number(), REFILL_PAGE)
                .map(sealed -> {
                    SecretKey blockKey = sealing.unwrap(block.wrappedKey(), block.status());
                    byte[] plain = sealing.openPage(blockKey, block.id(), REFILL_PAGE, sealed);
                    var bits = new SecretBits(BitArray.fromBytes(plain, plain.length * 8L));
                    Arrays.fill(plain, (byte) 0);
                    return bits;
                });
    }

    void forgetRefill(BlockRow block) {
        statements.run(DELETE, block.number(), REFILL_PAGE);
    }

    private Optional<byte[]> sealedPage(long blockNumber, int pageNumber) {
        return statements.first(FIND, row -> row.getBytes(1), blockNumber, pageNumber);
    }

    SecretBits read(BlockRow block, KeyRange range) {
        BitArray key = BitArray.ofLength(range.lengthBits());
        long at = range.offsetBits();
        while (at < range.endBits()) {
            BitArray page = page(block, at).bits;
            long inPage = at % PAGE_BITS;
            long count = Math.min(page.length() - inPage, range.endBits() - at);
            BitArray piece = page.slice(inPage, count);
            key.put(at - range.offsetBits(), piece);
            piece.clear();
            at += count;
        }
        return new SecretBits(key);
    }

    void erase(BlockRow block, KeyRange range) {
        long at = range.offsetBits();
        while (at < range.endBits()) {
            Page page = page(block, at);
            long inPage = at % PAGE_BITS;
            long count = Math.min(page.bits.length() - inPage, range.endBits() - at);
            page.bits.put(inPage, BitArray.ofLength(count));
            page.changed = true;
            at += count;
        }
    }

    void flush() {
        open.forEach((place, page) -> {
            if (page.changed) {
                byte[] plain = page.bits.toBytes();
                statements.queue(
                        UPDATE,
                        sealing.sealPage(
                                blockKeys.get(place.blockNumber),
                                page.block.id(),
                                place.pageNumber,
                                plain),
                        place.blockNumber,
                        place.pageNumber);
                Arrays.fill(plain, (byte) 0);
                page.changed = false;
            }
        });
        statements.runQueued(UPDATE);
    }

    private Page page(BlockRow block, long bit) {
        return open.computeIfAbsent(
                new Place(block.number(), Math.toIntExact(bit / PAGE_BITS)),
                place -> load(block, place));
    }

    private Page load(BlockRow block, Place place) {
        SecretKey blockKey =
                blockKeys.computeIfAbsent(
                        place.blockNumber,
                        number -> sealing.unwrap(block.wrappedKey(), block.status()));
        byte[] sealed =
                sealedPage(place.blockNumber, place.pageNumber)
                        .orElseThrow(() ->
                                new KeyStoreException(
                                        "page %d of block %s is missing"
                                                .formatted(place.pageNumber, block.id())));
        byte[] plain = sealing.openPage(blockKey, block.id(), place.pageNumber, sealed);
        long first = (long) place.pageNumber * PAGE_BITS;
        long length = Math.min(PAGE_BITS, block.status().lengthBits() - first);
        Page page = new Page(block, BitArray.fromBytes(plain, length));
        Arrays.fill(plain, (byte) 0);
        return page;
    }

    /** Forgets the opened bits. */
    @Override
    public void close() {
        open.values().forEach(page -> page.bits.clear());
        open.clear();
        blockKeys.clear();
    }

    private record Place(long blockNumber, int pageNumber) {}

    private static final class Page {
        private final BlockRow block;
        private final BitArray bits;
        private boolean changed;

        Page(BlockRow block, BitArray bits) {
            this.block = block;
            this.bits = bits;
        }
    }
}
