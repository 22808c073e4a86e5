package io.bellwether.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

import java.util.Set;
import java.util.stream.Stream;

/**
 * No clock, randomness, file, socket, thread or logger: so that one seed replays a whole run of
 * both parties. What is allowed is listed, so that a package nobody thought of is refused.
 */
final class PureStageRule {
    private static final Set<String> ALLOWED_PACKAGES =
            Set.of(
                    "",
                    "java.lang",
                    "java.lang.annotation",
                    "java.lang.invoke",
                    "java.lang.runtime",
                    "java.math",
                    "java.nio",
                    "java.util",
                    "java.util.function",
                    "java.util.stream",
                    "jdk.incubator.vector",
                    "org.jspecify.annotations");

    /** Threads, processes, clocks and generators that live in the allowed packages. */
    private static final Set<String> REFUSED_CLASSES =
            Set.of(
                    "java.lang.InheritableThreadLocal",
                    "java.lang.Process",
                    "java.lang.ProcessBuilder",
                    "java.lang.ProcessHandle",
                    "java.lang.Runtime",
                    "java.lang.ScopedValue",
                    "java.lang.System$Logger",
                    "java.lang.Thread",
                    "java.lang.ThreadLocal",
                    "java.util.Calendar",
                    "java.util.Date",
                    "java.util.GregorianCalendar",
                    "java.util.Random",
                    "java.util.Scanner",
                    "java.util.SplittableRandom",
                    "java.util.Timer",
                    "java.util.TimerTask");

    private static final Set<String> REFUSED_MEMBERS =
            Set.of(
                    "java.lang.Math.random",
                    "java.lang.StrictMath.random",
                    "java.util.Arrays.parallelPrefix",
                    "java.util.Arrays.parallelSetAll",
                    "java.util.Arrays.parallelSort",
                    "java.util.Collections.shuffle",
                    "java.util.UUID.randomUUID");

    private static final Set<String> PARALLEL = Set.of("parallel", "parallelStream");

    /** The rest of {@code System} is clocks, streams and the environment. */
    private static final Set<String> ALLOWED_OF_SYSTEM = Set.of("arraycopy", "identityHashCode");

    private PureStageRule() {}

    /**
     * @param library root package of the one library that the module may use, or "" for none
     */
    static ArchRule pure(String rootPackage, String library) {
        return ArchRuleDefinition.classes()
                .that()
                .resideInAPackage(rootPackage + "..")
                .should(
                        new ArchCondition<JavaClass>("touch nothing of the world") {
                            @Override
                            public void check(JavaClass user, ConditionEvents events) {
                                Stream.concat(dependencies(user, library), accesses(user))
                                        .map(found -> SimpleConditionEvent.violated(user, found))
                                        .forEach(events::add);
                            }
                        });
    }

    private static Stream<String> dependencies(JavaClass user, String library) {
        return user.getDirectDependenciesFromSelf().stream()
                .filter(dependency -> !allowed(dependency, library))
                .map(Dependency::getDescription);
    }

    private static Stream<String> accesses(JavaClass user) {
        return user.getAccessesFromSelf().stream()
                .filter(PureStageRule::refused)
                .map(JavaAccess::getDescription);
    }

    private static boolean allowed(Dependency dependency, String library) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        String inPackage = target.getPackageName();
        boolean ours = ModuleTable.owner(inPackage).isPresent();
        boolean ofLibrary = !library.isEmpty() && inPackage.startsWith(library);
        return (ours || ofLibrary || ALLOWED_PACKAGES.contains(inPackage))
                && !REFUSED_CLASSES.contains(target.getName());
    }

    private static boolean refused(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String member = access.getTarget().getName();
        return owner.equals("java.lang.System") && !ALLOWED_OF_SYSTEM.contains(member)
                || owner.startsWith("java.util.") && PARALLEL.contains(member)
                || REFUSED_MEMBERS.contains(owner + "." + member);
    }
}
