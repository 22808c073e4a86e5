package io.bellwether.keystore;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.foundation.End;
import io.bellwether.keystore.DatabaseEngine.Access;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

class QueryPlanTest {
    @Test
    @DisplayName("what a request runs searches an index, so that ten million keys cost no more")
    void noScans(@TempDir Path directory) throws SQLException {
        StoreFixture fixture = new StoreFixture(directory);
        fixture.open(End.ALICE).close();
        assertThat(plan(fixture.database(), KeySql.FIND)).noneMatch(QueryPlanTest::scansKeys);
        assertThat(plan(fixture.database(), KeySql.OVERLAPS)).noneMatch(QueryPlanTest::scansKeys);
        assertThat(plan(fixture.database(), KeySql.UNCONFIRMED_LIKE))
                .anyMatch(step -> step.contains("SEARCH k USING INDEX key_unconfirmed"))
                .noneMatch(QueryPlanTest::scansKeys);
        for (String sql : List.of(KeySql.WAITING_FOR_PEER, KeySql.ABANDON_RESERVED)) {
            assertThat(plan(fixture.database(), sql))
                    .anyMatch(step -> step.contains("INDEX key_waiting_for_peer"));
        }
        assertThat(plan(fixture.database(), BlockSql.FIRST_WITH_FREE))
                .anyMatch(step -> step.contains("INDEX block_free"));
        assertThat(plan(fixture.database(), KeySql.OPEN_AND_EXPIRED))
                .anyMatch(step -> step.contains("INDEX key_open"))
                .noneMatch(QueryPlanTest::scansKeys);
    }

    @Test
    @DisplayName("what a status sums up is in an index, so that it reads no row of a block")
    void coveredSums(@TempDir Path directory) throws SQLException {
        StoreFixture fixture = new StoreFixture(directory);
        fixture.open(End.ALICE).close();
        assertThat(plan(fixture.database(), BlockSql.LOCAL_KEYS_OF_SIZE))
                .anyMatch(step -> step.contains("COVERING INDEX block_free"));
        assertThat(plan(fixture.database(), BlockSql.PEER_KEYS_OF_SIZE))
                .anyMatch(step -> step.contains("COVERING INDEX block_peer_free"));
        assertThat(plan(fixture.database(), BlockSql.COUNTS))
                .anyMatch(step -> step.contains("COVERING INDEX block_live"));
    }

    @Test
    @DisplayName("PostgreSQL reads no keys through either, though it was told that there are none")
    void noScansOnPostgres(@TempDir Path directory) throws SQLException {
        StoreFixture fixture = new StoreFixture(directory, Engine.POSTGRESQL);
        fixture.open(End.ALICE).close();
        PostgresForTests.settle(directory);
        String settings =
                DatabaseEngine.of(fixture.location())
                        .connections(Access.WRITE)
                        .getConnectionInitSql();
        // the simple mode leaves numbered parameters to the server
        String url = PostgresForTests.url(directory) + "&preferQueryMode=simple";
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.execute(settings);
            for (String sql :
                    List.of(
                            KeySql.FIND,
                            KeySql.FIND_ALL,
                            KeySql.OVERLAPS,
                            KeySql.UNCONFIRMED_LIKE,
                            KeySql.ANY_UNCONFIRMED,
                            KeySql.UPDATE.all(),
                            Pages.UPDATE.all())) {
                assertThat(postgresPlan(statement, sql))
                        .as(sql)
                        .anyMatch(step -> step.contains("Index"))
                        .noneMatch(step -> step.contains("Seq Scan on"));
            }
        }
    }

    private static List<String> postgresPlan(Statement statement, String sql) throws SQLException {
        int[] parameters = {0};
        String numbered =
                Pattern.compile("\\?").matcher(sql).replaceAll(m -> "\\$" + ++parameters[0]);
        List<String> steps = new ArrayList<>();
        try (var rows = statement.executeQuery("EXPLAIN (GENERIC_PLAN) " + numbered)) {
            while (rows.next()) {
                steps.add(rows.getString(1));
            }
        }
        return steps;
    }

    @Test
    @DisplayName("the check itself notices a scan")
    void noticesAScan(@TempDir Path directory) throws SQLException {
        StoreFixture fixture = new StoreFixture(directory);
        fixture.open(End.ALICE).close();
        assertThat(plan(fixture.database(), "SELECT * FROM key_range k WHERE slaves = ?"))
                .anyMatch(QueryPlanTest::scansKeys);
    }

    private static boolean scansKeys(String step) {
        return step.startsWith("SCAN k");
    }

    private static List<String> plan(Path database, String sql) throws SQLException {
        List<String> steps = new ArrayList<>();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                var statement = connection.prepareStatement("EXPLAIN QUERY PLAN " + sql);
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                steps.add(rows.getString("detail"));
            }
        }
        return steps;
    }
}
