package io.bellwether.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What a module may use, and that its project file says what it uses. */
final class DependencyRules {
    private DependencyRules() {}

    /**
     * Also catches what Maven lets through: a package that comes with a dependency's dependency.
     */
    static ArchRule usesOnlyItsRow(ModuleTable.Row row) {
        return ArchRuleDefinition.classes()
                .that()
                .resideInAPackage(row.rootPackage() + "..")
                .should(
                        new ArchCondition<JavaClass>("use only " + row.mayUse()) {
                            @Override
                            public void check(JavaClass user, ConditionEvents events) {
                                user.getDirectDependenciesFromSelf().stream()
                                        .filter(dependency -> isRefused(row, dependency))
                                        .map(Dependency::getDescription)
                                        .map(found -> SimpleConditionEvent.violated(user, found))
                                        .forEach(events::add);
                            }
                        });
    }

    /** The modules that a module's classes name, each with one place that does. */
    static Map<String, String> used(ModuleTable.Row row, JavaClasses classes) {
        Map<String, String> used = new TreeMap<>();
        for (JavaClass user : classes) {
            if (row.owns(user.getPackageName())) {
                for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
                    usedModule(row, dependency)
                            .ifPresent(name -> used.put(name, dependency.getDescription()));
                }
            }
        }
        return used;
    }

    /** One sentence per difference between the row, the project file and the code. */
    static List<String> differences(
            ModuleTable.Row row, Set<String> declared, Map<String, String> used) {
        List<String> differences = new ArrayList<>();
        for (String name : declared) {
            if (!row.mayUse().contains(name)) {
                differences.add(
                        row.name() + " declares " + name + ", which its row does not allow");
            } else if (!used.containsKey(name)) {
                differences.add(row.name() + " declares " + name + " and never uses it");
            }
        }
        used.forEach((name, example) -> {
            if (!declared.contains(name)) {
                differences.add(
                        "%s uses %s without declaring it: %s".formatted(row.name(), name, example));
            }
        });
        return differences;
    }

    private static boolean isRefused(ModuleTable.Row row, Dependency dependency) {
        return usedModule(row, dependency).filter(used -> !row.mayUse().contains(used)).isPresent();
    }

    private static Optional<String> usedModule(ModuleTable.Row row, Dependency dependency) {
        String target = dependency.getTargetClass().getBaseComponentType().getPackageName();
        return row.owns(target)
                ? Optional.empty()
                : ModuleTable.owner(target).map(ModuleTable.Row::name);
    }
}
