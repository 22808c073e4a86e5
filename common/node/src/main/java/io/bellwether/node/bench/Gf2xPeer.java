package io.bellwether.node.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * The polynomial product of gf2x, when its library is installed. Debian's package is built without
 * carry-less multiplication and is many times slower than a build for this machine: the answer says
 * which file was measured.
 */
final class Gf2xPeer {
    /**
     * The name that the package {@code libgf2x3} installs; {@code bellwether.gf2x} names others.
     */
    private static final String DEFAULT_LIBRARY = "libgf2x.so.3";

    private final String library;
    private final MethodHandle product;

    private Gf2xPeer(String library, MethodHandle product) {
        this.library = library;
        this.product = product;
    }

    /** The peer, or nothing if there is no such library. */
    @SuppressWarnings("restricted") // it is native code that is to be measured
    static Optional<Gf2xPeer> find() {
        String library = System.getProperty("bellwether.gf2x", DEFAULT_LIBRARY);
        Linker linker = Linker.nativeLinker();
        try {
            // int gf2x_mul(unsigned long *c, const unsigned long *a, unsigned long an,
            //              const unsigned long *b, unsigned long bn)
            return SymbolLookup.libraryLookup(library, Arena.global())
                    .find("gf2x_mul")
                    .map(symbol ->
                            new Gf2xPeer(
                                    library,
                                    linker.downcallHandle(
                                            symbol,
                                            FunctionDescriptor.of(
                                                    ValueLayout.JAVA_INT,
                                                    ValueLayout.ADDRESS,
                                                    ValueLayout.ADDRESS,
                                                    ValueLayout.JAVA_LONG,
                                                    ValueLayout.ADDRESS,
                                                    ValueLayout.JAVA_LONG))));
        } catch (IllegalArgumentException e) {
            // There is no such library; a benchmark without the peer is still one.
            return Optional.empty();
        }
    }

    /** The file that is measured. */
    String library() {
        return library;
    }

    /**
     * Times the product that hashes {@code columns} bits to {@code rows} with a Toeplitz matrix.
     */
    Timings time(long[] diagonals, long[] vector, double seconds) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment a = arena.allocateFrom(ValueLayout.JAVA_LONG, diagonals);
            MemorySegment b = arena.allocateFrom(ValueLayout.JAVA_LONG, vector);
            MemorySegment c =
                    arena.allocate(ValueLayout.JAVA_LONG, diagonals.length + vector.length);
            return Timings.of(() -> multiply(c, a, diagonals.length, b, vector.length), seconds);
        }
    }

    private void multiply(
            MemorySegment c, MemorySegment a, long aWords, MemorySegment b, long bWords) {
        try {
            int failed = (int) product.invokeExact(c, a, aWords, b, bWords);
            if (failed != 0) {
                throw new IllegalStateException("gf2x_mul returned " + failed);
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("gf2x_mul", e);
        }
    }
}
