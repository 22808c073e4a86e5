package io.bellwether.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** The build refuses what it is meant to refuse. */
class BuildSettingsTest {
    private static final Checkout CHECKOUT = Checkout.current();

    @Test
    @DisplayName("self-test: a warning fails the compilation under the settings of the build")
    void warningFails(@TempDir Path output) throws IOException {
        List<String> errors =
                compile(
                        output,
                        "class Warned { java.util.List list = new java.util.ArrayList(); }");
        assertThat(errors).anySatisfy(error -> assertThat(error).contains("-Werror"));
    }

    @Test
    @DisplayName("code without a warning compiles under the settings of the build")
    void cleanCodeCompiles(@TempDir Path output) throws IOException {
        assertThat(compile(output, "class Clean { java.util.List<String> list; }")).isEmpty();
    }

    @Test
    @DisplayName("no module leaves the compiler settings of the root")
    void settingsHoldEverywhere() throws IOException {
        // Generated code is not ours to lint.
        assertThat(offences(true)).containsOnlyKeys("proto/pom.xml");
    }

    @Test
    @DisplayName("no project file switches tests off or ignores their failures")
    void testsCannotBeSwitchedOff() throws IOException {
        assertThat(offences(false)).isEmpty();
        assertThat(PomRules.testsSwitchedOff(CHECKOUT.rootPom())).isEmpty();
    }

    @Test
    @DisplayName("self-test: a project file that switches warnings or tests off is caught")
    void switchesAreCaught() throws IOException {
        Pom planted =
                Pom.parse(
                        """
                        <project>
                          <properties>
                            <bellwether.werror>-Xlint:none</bellwether.werror>
                            <skipTests>true</skipTests>
                          </properties>
                          <build><plugins><plugin><configuration>
                            <compilerArgs combine.children="append">
                              <arg>-Amicronaut.processing.group=io.bellwether</arg>
                              <arg>-Xlint:none</arg>
                            </compilerArgs>
                            <compilerArgs><arg>-Amodule</arg></compilerArgs>
                            <testFailureIgnore>true</testFailureIgnore>
                          </configuration></plugin></plugins></build>
                        </project>
                        """);
        assertThat(PomRules.warningsSwitchedOff(planted))
                .containsExactly("bellwether.werror", "<arg>-Xlint:none", "<compilerArgs>");
        assertThat(PomRules.testsSwitchedOff(planted))
                .containsExactly("skipTests", "testFailureIgnore");
    }

    private static Map<String, List<String>> offences(boolean warnings) throws IOException {
        Map<String, List<String>> offences = new TreeMap<>();
        for (Path file : CHECKOUT.modulePoms()) {
            Pom pom = Pom.read(file);
            List<String> found =
                    warnings ? PomRules.warningsSwitchedOff(pom) : PomRules.testsSwitchedOff(pom);
            if (!found.isEmpty()) {
                offences.put(CHECKOUT.root().relativize(file).toString(), found);
            }
        }
        return offences;
    }

    private static List<String> compile(Path output, String code) throws IOException {
        Pom root = CHECKOUT.rootPom();
        List<String> options =
                new ArrayList<>(List.of("--release", root.property("java.release"), "-proc:none"));
        options.addAll(root.compilerArguments());
        options.addAll(List.of("-d", output.toString()));
        JavaFileObject source =
                new SimpleJavaFileObject(
                        URI.create("memory:///Planted.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return code;
                    }
                };
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        boolean compiled =
                compiler.getTask(null, null, diagnostics, options, null, List.of(source)).call();
        List<String> errors =
                diagnostics.getDiagnostics().stream()
                        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                        .map(diagnostic -> diagnostic.getMessage(null))
                        .toList();
        assertThat(compiled).as("errors: %s", errors).isEqualTo(errors.isEmpty());
        return errors;
    }
}
