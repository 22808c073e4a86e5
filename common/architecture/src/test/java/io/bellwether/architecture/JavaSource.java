package io.bellwether.architecture;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A source file as the compiler parses it; comments and strings hide nothing and accuse nobody.
 *
 * @param folder below the source root, with slashes
 * @param methodLines lines of each body, braces included, by type and method name
 * @param names what the code names: imports, identifiers and selections such as {@code Math.abs}
 */
record JavaSource(
        ModuleTable.Row module,
        boolean isMain,
        String folder,
        String fileName,
        String packageName,
        int lines,
        Set<String> types,
        Map<String, Integer> methodLines,
        Set<String> imports,
        Set<String> names,
        Set<Number> numbers) {

    /** Package and file name without its ending. */
    String qualifiedName() {
        return packageName + "." + fileName.replace(".java", "");
    }

    /** All sources of our modules; generated ones are none of them. */
    static List<JavaSource> of(Checkout checkout) throws IOException {
        List<JavaSource> sources = new ArrayList<>();
        for (ModuleTable.Row row : ModuleTable.all()) {
            for (boolean isMain : List.of(true, false)) {
                Path root =
                        checkout.folder(row).resolve(isMain ? "src/main/java" : "src/test/java");
                if (Files.isDirectory(root)) {
                    sources.addAll(parse(row, isMain, root));
                }
            }
        }
        return sources;
    }

    private static List<JavaSource> parse(ModuleTable.Row module, boolean isMain, Path root)
            throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(root)) {
            files = found.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        }
        List<JavaSource> sources = new ArrayList<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager =
                compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            JavacTask task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    manager,
                                    null,
                                    List.of("-proc:none"),
                                    null,
                                    manager.getJavaFileObjectsFromPaths(files));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                sources.add(new Reader(unit, positions).read(module, isMain, root));
            }
        }
        return sources;
    }

    private static final class Reader extends TreePathScanner<Void, String> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final Set<String> types = new TreeSet<>();
        private final Map<String, Integer> methodLines = new LinkedHashMap<>();
        private final Set<String> imports = new TreeSet<>();
        private final Set<String> names = new TreeSet<>();
        private final Set<Number> numbers = new HashSet<>();

        Reader(CompilationUnitTree unit, SourcePositions positions) {
            this.unit = unit;
            this.positions = positions;
        }

        JavaSource read(ModuleTable.Row module, boolean isMain, Path root) throws IOException {
            scan(unit, "");
            Path file = Path.of(unit.getSourceFile().toUri());
            return new JavaSource(
                    module,
                    isMain,
                    root.relativize(file.getParent()).toString().replace('\\', '/'),
                    file.getFileName().toString(),
                    Objects.toString(unit.getPackageName(), ""),
                    Files.readAllLines(file).size(),
                    types,
                    methodLines,
                    imports,
                    names,
                    numbers);
        }

        @Override
        public Void visitClass(ClassTree type, String outer) {
            String name = type.getSimpleName().toString();
            if (!name.isEmpty()) {
                types.add(name);
            }
            return super.visitClass(type, name.isEmpty() ? outer : name);
        }

        @Override
        public Void visitMethod(MethodTree method, String type) {
            BlockTree body = method.getBody();
            if (body != null) {
                long first = line(positions.getStartPosition(unit, body));
                long last = line(positions.getEndPosition(unit, body));
                methodLines.merge(
                        type + "#" + method.getName(), (int) (last - first + 1), Math::max);
            }
            return super.visitMethod(method, type);
        }

        @Override
        public Void visitImport(ImportTree tree, String type) {
            imports.add(tree.getQualifiedIdentifier().toString());
            return super.visitImport(tree, type);
        }

        @Override
        public Void visitIdentifier(IdentifierTree tree, String type) {
            names.add(tree.getName().toString());
            return super.visitIdentifier(tree, type);
        }

        @Override
        public Void visitMemberSelect(MemberSelectTree tree, String type) {
            names.add(tree.toString());
            return super.visitMemberSelect(tree, type);
        }

        @Override
        public Void visitLiteral(LiteralTree tree, String type) {
            if (tree.getValue() instanceof Number number) {
                numbers.add(number);
            }
            return super.visitLiteral(tree, type);
        }

        private long line(long position) {
            return unit.getLineMap().getLineNumber(position);
        }
    }
}
