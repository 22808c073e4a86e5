package io.bellwether.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** What somebody who tries things out gets wrong. */
class WrongCommandTest {
    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    statsu                                     | 64 | Did you mean: bellwether status
                    plan                                       | 64 | --chsh and --qber are needed
                    plan --ratio 5                             | 64 | Possible solutions: --rate
                    plan --model nosuch                        | 64 | known are oxford2022
                    plan --model oxford2022 --rounds -5        | 64 | bellwether: rounds = -5 is below 1
                    plan --model oxford2022 --efficiency 0.9   | 64 | --efficiency: 0.9; limit --model limited-efficiency
                    plan --chsh 2.6 --qber 0.01 --visibility 1 | 64 | --visibility: 1.0; limit --model depolarised
                    plan --chsh 3 --qber 0.01 --rounds 1000000 | 64 | no quantum behaviour reaches it
                    rate --theorem keylen-renyi                | 64 | --rounds is needed
                    sweep --only nosuch                        | 64 | --only: nosuch; no cell is called so
                    attack nosuch --list                       | 64 | attack: nosuch; limit all, or one of
                    box --model fibre length-km=-3             | 64 | length-km: -3; a number from 0
                    status DIR/none.yml                        | 78 | DIR/none.yml: no such file or folder; limit
                    status DIR                                 | 78 | DIR: Is a directory; limit
                    status nowhere:99999                       | 64 | nowhere:99999: limit HOST:PORT
                    status 127.0.0.1:1                         | 75 | no node answers at 127.0.0.1:1
                    dashboard DIR/none.yml                     | 78 | no such file or folder
                    store backup DIR/none.yml x                | 78 | no such file or folder
                    sae list DIR/none.yml                      | 78 | no such file or folder
                    pool new DIR/none/fresh.pool               | 70 | DIR/none/fresh.pool: no such file or folder
                    init DIR/file                              | 64 | DIR/file exists and is not a folder
                    init DIR/file/pair                         | 70 | DIR/file
                    init DIR/pair --set foo.bar=1              | 64 | foo: unknown name; limit one of node
                    init DIR/pair --set protocol.blockRounds=x | 64 | limit a whole number, 100000
                    analyse DIR/none                           | 64 | DIR/none: no such file
                    audit DIR/none                             | 64 | no such file or folder
                    audit-log DIR/none                         | 64 | limit a readable audit trail
                    stream 127.0.0.1:1 a b --as a --saes DIR   | 64 | limit a folder with a readable a.crt
                    bench correction --bits 5                  | 64 | --bits: 5; limit at least 1000
                    quickstart --protocol nosuch               | 64 | --protocol: nosuch; limit one of
                    """)
    @DisplayName(
            "a wrong command is answered with what is wrong, in a few lines, and its exit code")
    void answered(String command, int exitCode, String message) throws Exception {
        Files.writeString(folder.resolve("file"), "x");
        var output = new StringWriter();
        var line = Bellwether.commandLine();
        line.setOut(new PrintWriter(output, true)).setErr(new PrintWriter(output, true));
        assertThat(line.execute(command.replace("DIR", folder.toString()).split(" ")))
                .as(output.toString())
                .isEqualTo(exitCode);
        assertThat(output.toString())
                .contains(message.replace("DIR", folder.toString()))
                .doesNotContain("Exception")
                .doesNotContain("Usage:");
        assertThat(output.toString().lines()).hasSizeLessThanOrEqualTo(4);
    }
}
