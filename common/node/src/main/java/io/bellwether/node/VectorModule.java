package io.bellwether.node;

/**
 * The JDK's incubating Vector API, which the kernels of the distillation are written in.
 *
 * <p>A daemon loads the module itself. Named at the command line ({@code --add-modules}) it would
 * be resolved before anything else, for which Java gives up the module graph and the linked classes
 * of its start-up cache: a quarter of the time that a daemon takes to start. There is no public way
 * to load a module of the JDK later on. The one that Java's own agents take is exported to this
 * program by its manifest ({@code Add-Exports}).
 */
final class VectorModule {
    private static final String NAME = "jdk.incubator.vector";

    private VectorModule() {}

    /**
     * Loads the module, unless it is there; before the first class that needs it.
     *
     * @throws IllegalStateException if this Java has no such way; the message says what to do
     */
    static void load() {
        if (ModuleLayer.boot().findModule(NAME).isPresent()) {
            return;
        }
        try {
            Class.forName("jdk.internal.module.Modules")
                    .getMethod("loadModule", String.class)
                    .invoke(null, NAME);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "this Java does not load %s while it runs: start it with --add-modules=%s (BELLWETHER_JVM_OPTS)"
                            .formatted(NAME, NAME),
                    e);
        }
    }
}
