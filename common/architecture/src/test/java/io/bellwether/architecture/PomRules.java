package io.bellwether.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What no project file may switch off. */
final class PomRules {
    private static final Pattern TESTS_OFF =
            Pattern.compile(
                    "skipTests|skipITs|maven\\.test\\.skip|testFailureIgnore"
                            + "|maven\\.test\\.failure\\.ignore|skipExec|exec\\.skip");

    // Arguments for annotation processors (-A...) may be appended; others, or a list of its own,
    // not.
    private static final Pattern WARNINGS_OFF =
            Pattern.compile(
                    "bellwether\\.werror|<compilerArgs>|<compilerArguments?\\b|<arg>(?!-A)[^<]*"
                            + "|showWarnings|failOnWarning|maven\\.compiler\\.");

    private PomRules() {}

    /** Ways to let a build pass whose tests or format check did not. */
    static List<String> testsSwitchedOff(Pom pom) {
        return matches(TESTS_OFF, pom);
    }

    /** Ways out of the compiler's settings in the root project file. */
    static List<String> warningsSwitchedOff(Pom modulePom) {
        return matches(WARNINGS_OFF, modulePom);
    }

    private static List<String> matches(Pattern pattern, Pom pom) {
        return new ArrayList<>(
                pattern.matcher(pom.text()).results().map(MatchResult::group).distinct().toList());
    }
}
