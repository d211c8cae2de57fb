package no.ajour.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import no.ajour.testing.Postgres;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** PostgreSQL itself says what it can keep. */
class StorableTest {
    private static @Nullable HikariDataSource database;

    @BeforeContainer
    static void start() {
        database = Postgres.emptyDatabase();
    }

    @AfterContainer
    static void stop() {
        java.util.Objects.requireNonNull(database).close();
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                "\"a\\u0000\"",
                "{\"\\u0000\":1}",
                "\"\\ud83d\"",
                "\"\\ude00\"",
                "\"\\ud83d\\ude00\"",
                "\"\\ud83d\\ud83d\\ude00\"",
                "\"\\ude00\\ud83d\"",
                "\"\\\\u0000\"",
                "\"\uFFFF\u007F\"",
                "1e131071",
                "1e131072",
                "9e131071",
                "-1e131072",
                "1e-16383",
                "1e-16384",
                "0e999999",
                "1.5e-16383",
                "1e2147483647",
                "1.50",
                "-0",
                "12345678901234567890123456789012345678901234567890",
                "{\"a\":{\"b\":[null,true,{}]}}",
                "[".repeat(400) + "]".repeat(400));
    }

    @Property
    void what_is_let_through_is_kept_by_postgresql(@ForAll("texts") String json) {
        var objection = Storable.objection(Json.RESOURCE.readTree(json), json);

        if (objection == null) {
            assertThat(isKept(json)).as(json).isTrue();
        } else {
            assertThat(isKept(json)).as(json).isFalse();
        }
    }

    @Provide
    Arbitrary<String> times() {
        return Arbitraries.of(
                "-999999999-01-01T00:00:00Z",
                "0000-12-31T23:59:59Z",
                "0001-01-01T00:00:00+18:00",
                "0002-01-01T00:00:00+18:00",
                "2026-05-26T10:06:17.123456789+02:00",
                "9998-12-31T23:59:59.999999999-18:00",
                "9999-12-31T23:59:59-18:00",
                "+10000-01-01T00:00:00Z",
                "+999999999-12-31T23:59:59Z");
    }

    @Property
    void times_that_are_let_through_are_kept_and_others_are_not(@ForAll("times") String time) {
        var utc = OffsetDateTime.parse(time).toInstant().toString();

        assertThat(isLetThrough(time)).isEqualTo(isKept("cast(:text as timestamptz)", utc));
    }

    private static boolean isLetThrough(String time) {
        try {
            return Storable.time(time) != null;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isKept(String json) {
        return isKept("cast(:text as jsonb)", json);
    }

    private static boolean isKept(String column, String text) {
        try {
            JdbcClient.create(java.util.Objects.requireNonNull(database))
                    .sql("select " + column + " is not null")
                    .param("text", text)
                    .query(Boolean.class)
                    .single();
            return true;
        } catch (DataAccessException e) {
            return false;
        }
    }
}
