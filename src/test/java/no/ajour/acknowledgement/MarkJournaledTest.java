package no.ajour.acknowledgement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.sql.SQLException;
import java.util.List;
import no.ajour.run.ExitCode;
import no.ajour.run.Line;
import no.ajour.tenant.Tenant.Acknowledge;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What an EHR says with {@code ajour.mark_journaled}, and what JFT is told because of it. */
class MarkJournaledTest {
    private static final Stage STAGE = new Stage();

    @AfterAll
    static void close() {
        STAGE.close();
    }

    @Test
    void what_the_ehr_marked_is_acknowledged_and_nothing_else() {
        var tenant = STAGE.tenant(Acknowledge.JOURNALED);
        var journaled = STAGE.events(tenant, 3);
        STAGE.events(tenant, 2);
        STAGE.mark(journaled);

        var outcome = STAGE.run(tenant);

        assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
        assertThat(STAGE.acknowledged(tenant)).isEqualTo(Stage.onceEach(journaled));
        assertThat(STAGE.states(tenant)).containsOnlyKeys("confirmed");
        assertThat(outcome.balance())
                .containsEntry(Line.QUEUED, 3L)
                .containsEntry(Line.SENT, 3L)
                .containsEntry(Line.ACCEPTED, 3L)
                .containsEntry(Line.CONFIRMED, 3L)
                .containsEntry(Line.UNCONFIRMED, 0L);
        assertThat(STAGE.sandbox.book().violations()).isEmpty();
    }

    @Test
    void a_newer_version_is_not_acknowledged_until_it_is_journaled_too() {
        var tenant = STAGE.tenant(Acknowledge.JOURNALED);
        var events = STAGE.events(tenant, 1);
        STAGE.mark(events);
        STAGE.change(events.getFirst());

        STAGE.run(tenant);
        assertThat(STAGE.acknowledged(tenant)).isEmpty();
        assertThat(STAGE.states(tenant)).containsOnlyKeys("pending");

        STAGE.mark(events);
        STAGE.run(tenant);
        assertThat(STAGE.acknowledged(tenant)).isEqualTo(Stage.onceEach(events));
    }

    @Test
    void marking_again_changes_nothing_and_tells_how_far_it_has_come() {
        var tenant = STAGE.tenant(Acknowledge.JOURNALED);
        long event = STAGE.event(tenant, true);

        assertThat(mark(event, "journal 17", 1)).isEqualTo("pending");
        var rows = STAGE.rowVersions(tenant);
        assertThat(mark(event, "journal 17", 1)).isEqualTo("pending");
        assertThat(mark(event, null, null)).isEqualTo("pending");
        assertThat(STAGE.rowVersions(tenant)).isEqualTo(rows);

        STAGE.run(tenant);
        assertThat(mark(event, "journal 17", 1)).isEqualTo("confirmed");
        STAGE.change(event);
        assertThat(mark(event, "journal 18", 2)).isEqualTo("confirmed");
        STAGE.run(tenant);
        assertThat(STAGE.acknowledged(tenant)).isEqualTo(Stage.onceEach(List.of(event)));
    }

    @Test
    void an_unknown_event_and_an_old_version_are_errors() {
        var tenant = STAGE.tenant(Acknowledge.JOURNALED);
        long event = STAGE.event(tenant, true);
        STAGE.change(event);

        assertThat(sqlState(() -> mark(Long.MAX_VALUE, null, null))).isEqualTo("P0002");
        assertThat(sqlState(() -> mark(event, null, 1))).isEqualTo("40001");
        assertThat(STAGE.states(tenant)).isEmpty();
    }

    @Test
    void an_event_that_the_ehr_is_marking_at_this_moment_does_not_hold_up_the_others() throws SQLException {
        var tenant = STAGE.tenant(Acknowledge.JOURNALED);
        var events = STAGE.events(tenant, 2);
        STAGE.mark(events);

        try (var ehr = STAGE.database.getConnection();
                var statement = ehr.createStatement()) {
            ehr.setAutoCommit(false);
            statement.execute("select ajour.mark_journaled(" + events.getFirst() + ", 'journal 19')");
            STAGE.run(tenant);
            assertThat(STAGE.acknowledged(tenant)).isEqualTo(Stage.onceEach(events.subList(1, 2)));
            ehr.commit();
        }
        STAGE.run(tenant);
        assertThat(STAGE.acknowledged(tenant)).isEqualTo(Stage.onceEach(events));
    }

    private static String mark(
            long event,
            @org.jspecify.annotations.Nullable String reference,
            @org.jspecify.annotations.Nullable Integer version) {
        return STAGE.jdbc
                .sql("select ajour.mark_journaled(?, ?, ?)")
                .param(event)
                .param(reference)
                .param(version)
                .query(String.class)
                .single();
    }

    private static String sqlState(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        for (Throwable thrown = catchThrowable(call); thrown != null; thrown = thrown.getCause()) {
            if (thrown instanceof SQLException sql) {
                return sql.getSQLState();
            }
        }
        throw new AssertionError("no error from PostgreSQL");
    }
}
