package io.bellwether.node.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.net.URL;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;

/**
 * Loads the nodes' own classes anew, with {@link CallRule}s applied: kill points and the oracle's
 * eyes always, and a planted bug if one is wanted. What is not changed is byte for byte what the
 * daemons run.
 */
final class InstrumentedLoader extends ClassLoader {
    private static final String OURS = "io.bellwether.";

    private static final List<CallRule> ALWAYS =
            List.of(
                    new CallRule(
                            "",
                            "",
                            "io/bellwether/keystore/KeyStore",
                            "",
                            new CallRule.Action.Killable()),
                    new CallRule(
                            "io/bellwether/link/LedgerPort",
                            "",
                            "io/bellwether/channel/AuthenticationLedger",
                            "",
                            new CallRule.Action.Observed()),
                    rehearsed("of", "code"),
                    rehearsed("decode", "decode"));

    private static CallRule rehearsed(String method, String instead) {
        return new CallRule(
                "",
                "",
                "io/bellwether/errorcorrection/SyndromeCode",
                method,
                new CallRule.Action.Instead(Rehearsal.class, instead));
    }

    private final ClassLoader original;
    private final List<CallRule> rules;

    /**
     * @param planted further rules, which come first
     */
    InstrumentedLoader(ClassLoader original, List<CallRule> planted) {
        super(original);
        this.original = original;
        this.rules = new ArrayList<>(planted);
        rules.addAll(ALWAYS);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS) || name.startsWith("io.bellwether.proto.")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        String file = name.replace('.', '/') + ".class";
        try (InputStream bytes = original.getResourceAsStream(file)) {
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] content = changed(bytes.readAllBytes());
            return defineClass(name, content, 0, content.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private byte[] changed(byte[] content) {
        ClassFile format =
                ClassFile.of(
                        ClassFile.ClassHierarchyResolverOption.of(
                                ClassHierarchyResolver.ofResourceParsing(original)
                                        .orElse(ClassHierarchyResolver.defaultResolver())));
        ClassModel model = format.parse(content);
        String className = model.thisClass().asInternalName();
        if (className.equals("io/bellwether/node/simulation/Rehearsal")
                || rules.stream().noneMatch(rule -> occurs(model, className, rule))) {
            return content;
        }
        return format.transformClass(
                model,
                (builder, element) -> {
                    if (element instanceof MethodModel method) {
                        builder.transformMethod(
                                method,
                                MethodTransform.transformingCode(
                                        code(className, method.methodName().stringValue())));
                    } else {
                        builder.with(element);
                    }
                });
    }

    private static boolean occurs(ClassModel model, String className, CallRule rule) {
        return model.methods().stream()
                .flatMap(method ->
                        method.code().stream()
                                .flatMap(code -> code.elementStream())
                                .filter(InvokeInstruction.class::isInstance)
                                .map(InvokeInstruction.class::cast)
                                .filter(call ->
                                        rule.appliesTo(
                                                className,
                                                method.methodName().stringValue(),
                                                call)))
                .findAny()
                .isPresent();
    }

    private CodeTransform code(String className, String method) {
        return (builder, element) -> {
            Optional<CallRule> rule =
                    element instanceof InvokeInstruction call
                            ? rules.stream()
                                    .filter(r -> r.appliesTo(className, method, call))
                                    .findFirst()
                            : Optional.empty();
            if (rule.isPresent()) {
                rule.get().apply(builder, element, (InvokeInstruction) element);
            } else {
                builder.with(element);
            }
        };
    }

    @Override
    public URL getResource(String name) {
        return original.getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        return original.getResources(name);
    }
}
