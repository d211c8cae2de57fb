package no.ajour.acknowledgement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import no.ajour.run.ExitCode;
import no.ajour.run.Line;
import no.ajour.sandbox.Sandbox;
import no.ajour.tenant.Tenant.Acknowledge;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoredEventsTest {
    private static final Stage STAGE = new Stage();

    @AfterEach
    void calm() {
        STAGE.calm();
    }

    @AfterAll
    static void close() {
        STAGE.close();
    }

    @Test
    void stored_events_of_listed_patients_are_acknowledged_and_those_without_a_local_patient_are_not() {
        var tenant = STAGE.tenant(Acknowledge.STORED);
        var local = STAGE.events(tenant, 2);
        long unlisted = STAGE.event(tenant, false);
        STAGE.unmatchedEvent(tenant);

        var outcome = STAGE.run(tenant);

        assertThat(outcome.balance()).containsEntry(Line.ADDED, 2L).containsEntry(Line.CONFIRMED, 2L);
        assertThat(STAGE.acknowledged(tenant)).isEqualTo(Stage.onceEach(local));

        STAGE.jdbc
                .sql(
                        "update ajour.patient set listed = true where id = (select patient_id from ajour.event where id = ?)")
                .param(unlisted)
                .update();
        STAGE.run(tenant);
        assertThat(STAGE.acknowledged(tenant)).containsEntry(unlisted, 1L).hasSize(3);
    }

    @Test
    void a_tenant_that_waits_for_its_ehr_acknowledges_nothing_by_itself() {
        var tenant = STAGE.tenant(Acknowledge.JOURNALED);
        STAGE.events(tenant, 2);

        assertThat(STAGE.run(tenant).code()).isEqualTo(ExitCode.DONE);
        assertThat(STAGE.states(tenant)).isEmpty();
        assertThat(STAGE.acknowledged(tenant)).isEmpty();
    }

    @Test
    void what_only_being_stored_had_marked_is_dropped_when_the_tenant_takes_that_back() {
        var tenant = STAGE.tenant(Acknowledge.JOURNALED);
        var events = STAGE.events(tenant, 3);
        STAGE.mark(events);
        STAGE.jdbc
                .sql("update ajour.acknowledgement set marked_by = 'stored' where event_id <> ? and tenant_id ="
                        + " (select id from ajour.tenant where orgnr = ?)")
                .params(events.getFirst(), tenant.orgnr())
                .update();

        assertThat(STAGE.run(tenant).code()).isEqualTo(ExitCode.DONE);

        assertThat(STAGE.acknowledged(tenant)).isEqualTo(Stage.onceEach(events.subList(0, 1)));
        assertThat(STAGE.states(tenant)).isEqualTo(java.util.Map.of("confirmed", 1L));
    }

    @Test
    void a_newer_version_that_is_stored_counts_as_well() {
        var tenant = STAGE.tenant(Acknowledge.STORED);
        long event = STAGE.event(tenant, true);
        STAGE.mark(List.of(event));
        STAGE.change(event);

        STAGE.run(tenant);

        assertThat(STAGE.acknowledged(tenant)).isEqualTo(Stage.onceEach(List.of(event)));
    }

    @Test
    void a_second_run_makes_no_call_and_no_row_version() {
        var tenant = STAGE.tenant(Acknowledge.STORED);
        STAGE.events(tenant, 4);
        long refused = STAGE.event(tenant, true);
        STAGE.sandbox
                .faults()
                .on(Sandbox.JFT_WRITE, ".*" + resourceId(refused) + ".*")
                .status(400);
        STAGE.run(tenant);
        assertThat(STAGE.states(tenant)).containsEntry("confirmed", 4L).containsEntry("failed", 1L);

        long calls = STAGE.calls();
        var rows = STAGE.rowVersions(tenant);
        var outcome = STAGE.run(tenant);

        assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
        assertThat(STAGE.calls()).isEqualTo(calls);
        assertThat(STAGE.rowVersions(tenant)).isEqualTo(rows);
    }

    private static String resourceId(long event) {
        return STAGE.jdbc
                .sql("select resource_id from ajour.event where id = ?")
                .param(event)
                .query(String.class)
                .single();
    }
}
