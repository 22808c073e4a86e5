package io.bellwether.architecture;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Rules on source files; each answers with one sentence per violation. */
final class SourceRules {
    static final int MAX_FILE_LINES = 300;
    static final int MAX_METHOD_LINES = 40;

    private static final Pattern EMPTY_NAME = Pattern.compile(".*(Impl|Manager|Utils?|Helper)");

    /** The generators of the JDK, all of them predictable, and the calls that hide one. */
    private static final Pattern WEAK_GENERATOR =
            Pattern.compile(
                    "(java\\.util\\.|java\\.util\\.concurrent\\.)?"
                            + "(Random|SplittableRandom|ThreadLocalRandom)"
                            + "|(java\\.util\\.random\\.)?RandomGenerator(Factory)?"
                            + "|(StrictMath|Math)\\.random");

    /** The multipliers by which a generator written out by hand is known. */
    private static final Set<Number> GENERATOR_CONSTANTS =
            Set.of(
                    0x9e3779b97f4a7c15L, // 2^64 / golden ratio: SplitMix64 and what it seeds
                    0xbf58476d1ce4e5b9L, // SplitMix64
                    0x5DEECE66DL, // java.util.Random
                    6364136223846793005L, // Knuth's MMIX, PCG
                    2862933555777941757L, // L'Ecuyer 1999
                    0x2545F4914F6CDD1DL, // xorshift64*
                    0xd1342543de82ef95L, // LXM
                    0x9908b0df, // Mersenne Twister
                    1812433253); // Mersenne Twister, seeding

    private SourceRules() {}

    /** No name that says nothing. */
    static List<String> emptyNames(List<JavaSource> sources) {
        return sources.stream()
                .flatMap(source ->
                        source.types().stream()
                                .filter(name -> EMPTY_NAME.matcher(name).matches())
                                .map(name -> source.qualifiedName() + ": " + name))
                .toList();
    }

    /** One root package per module, and the folder says the package. */
    static List<String> strayPackages(List<JavaSource> sources) {
        return sources.stream()
                .filter(source ->
                        !source.module().owns(source.packageName())
                                || !source.folder().replace('/', '.').equals(source.packageName()))
                .map(source ->
                        "%s/%s: package %s; module %s is %s"
                                .formatted(
                                        source.folder(),
                                        source.fileName(),
                                        source.packageName(),
                                        source.module().name(),
                                        source.module().rootPackage()))
                .toList();
    }

    /**
     * Imports from modules that a row does not allow; for code that no class file is at hand of.
     */
    static List<String> refusedImports(List<JavaSource> sources) {
        List<String> refused = new ArrayList<>();
        for (JavaSource source : sources) {
            for (String imported : source.imports()) {
                ModuleTable.owner(imported)
                        .filter(owner -> !owner.equals(source.module()))
                        .filter(owner -> !source.module().mayUse().contains(owner.name()))
                        .ifPresent(owner ->
                                refused.add(source.qualifiedName() + " imports " + imported));
            }
        }
        return refused;
    }

    /**
     * Main code above the size where it is hard to read.
     *
     * @param reasons why a file or method may be longer, by its name
     */
    static List<String> tooLong(List<JavaSource> sources, Map<String, String> reasons) {
        Map<String, Integer> found = new TreeMap<>();
        for (JavaSource source : sources) {
            if (source.isMain()) {
                if (source.lines() > MAX_FILE_LINES) {
                    found.put(source.qualifiedName(), source.lines());
                }
                source.methodLines()
                        .forEach((method, lines) -> {
                            if (lines > MAX_METHOD_LINES) {
                                found.put(source.packageName() + "." + method, lines);
                            }
                        });
            }
        }
        List<String> violations = new ArrayList<>();
        found.forEach((name, lines) -> {
            if (!reasons.containsKey(name)) {
                violations.add("%s: %d lines".formatted(name, lines));
            }
        });
        violations.addAll(unneeded(reasons.keySet(), found.keySet()));
        return violations;
    }

    /**
     * Generators that are not cryptographic in main code.
     *
     * @param reasons why a file may have one, by its name
     */
    static List<String> weakGenerators(List<JavaSource> sources, Map<String, String> reasons) {
        Set<String> found = new HashSet<>();
        List<String> violations = new ArrayList<>();
        for (JavaSource source : sources) {
            if (source.isMain()) {
                List<String> hits = new ArrayList<>();
                source.names().stream()
                        .filter(name -> WEAK_GENERATOR.matcher(name).matches())
                        .forEach(hits::add);
                source.numbers().stream()
                        .filter(GENERATOR_CONSTANTS::contains)
                        .map(number -> "0x" + Long.toHexString(number.longValue()))
                        .forEach(hits::add);
                if (!hits.isEmpty()) {
                    found.add(source.qualifiedName());
                    if (!reasons.containsKey(source.qualifiedName())) {
                        violations.add(source.qualifiedName() + ": " + hits);
                    }
                }
            }
        }
        violations.addAll(unneeded(reasons.keySet(), found));
        return violations;
    }

    /** An exception that has lost its cause would hide the next violation. */
    private static List<String> unneeded(Set<String> exceptions, Set<String> found) {
        return exceptions.stream()
                .filter(exception -> !found.contains(exception))
                .map(exception -> exception + ": listed as an exception without need")
                .sorted()
                .toList();
    }
}
