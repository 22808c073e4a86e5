package io.bellwether.securityproof;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class ClaimLinksTest {
    private static final Path MODULE = Path.of("").toAbsolutePath();
    private static final Path REPOSITORY = MODULE.getParent().getParent();
    private static final Path CODE = MODULE.resolve("src/main/java");

    @Test
    @DisplayName("every claim leads to a statement, a source, code and tests that exist")
    void claimsHold() throws IOException {
        assertThat(new ClaimLinks(MODULE.resolve("claims"), REPOSITORY).problems(CODE)).isEmpty();
    }

    @Test
    @DisplayName("self-test: a claim with broken links and an unlisted claim are all reported")
    void brokenClaimsAreReported(@TempDir Path folder) throws IOException {
        Path claims = Files.createDirectory(folder.resolve("claims"));
        Path code = Files.createDirectory(folder.resolve("code"));
        Files.writeString(
                claims.resolve("KEYLEN-BROKEN.md"),
                """
                - statement: something
                - status: wish
                - code: code/Missing.java
                - code: code/Present.java
                - test: code/Present.java#noSuchMethod
                - test: code/Missing.java#any
                """);
        Files.writeString(code.resolve("Present.java"), "String CLAIM_ID = \"KEYLEN-UNLISTED\";\n");
        assertThat(new ClaimLinks(claims, folder).problems(code))
                .anySatisfy(p -> assertThat(p).contains("KEYLEN-BROKEN: no source"))
                .anySatisfy(p -> assertThat(p).contains("code code/Missing.java does not exist"))
                .anySatisfy(p -> assertThat(p).contains("KEYLEN-BROKEN: no code names the claim"))
                .anySatisfy(p -> assertThat(p).contains("#noSuchMethod does not exist"))
                .anySatisfy(p -> assertThat(p).contains("Missing.java#any does not exist"))
                .anySatisfy(p -> assertThat(p).contains("KEYLEN-UNLISTED: claimed in"))
                .hasSize(6);
    }
}
