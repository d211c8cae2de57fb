package no.ajour.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import no.ajour.run.Line;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is kept of the events that the EHR submitted. */
class OutgoingEventsRetentionTest {
    private static final Stage STAGE = new Stage(InstantSource.system());

    @BeforeEach
    void reset() {
        STAGE.reset();
    }

    @AfterAll
    static void close() {
        STAGE.close();
    }

    @Test
    void the_resource_of_what_is_done_with_goes_after_its_time_and_the_row_stays() {
        for (var state : new String[] {"registered", "refused", "withdrawn"}) {
            queue(state, "91 days", null);
            queue(state + " new", "89 days", null);
        }
        for (var state : new String[] {"queued", "sending", "accepted", "unclear"}) {
            queue(state, null, null);
        }

        assertThat(STAGE.run().balance()).containsEntry(Line.DELETED_OUTGOING, 3L);

        assertThat(STAGE.texts("select reference from ajour.outgoing_events where resource_text is null order by 1"))
                .containsExactly("refused", "registered", "withdrawn");
        assertThat(STAGE.texts("select count(*)::text from ajour.outgoing_events where resource_deleted_at is null"))
                .containsExactly("7");
        assertThat(STAGE.texts(
                        "select ajour.queue_event_text('" + Stage.LYKKEBY + "', 'registered', 'Bundle', '{}')::text"))
                .as("queued again under its reference it is nothing new")
                .containsExactly("1");
    }

    @Test
    void a_person_who_left_the_list_goes_with_the_resources_of_all_that_is_done_with() {
        long gone = STAGE.delisted("91 days");
        long waits = STAGE.delisted("91 days");
        queue("registered", "2 days", gone);
        queue("refused", "2 days", gone);
        queue("refused 2", "2 days", waits);
        queue("queued", null, waits);

        STAGE.run();

        assertThat(STAGE.ids("select id from ajour.patient")).containsExactly(waits);
        assertThat(STAGE.texts("select reference from ajour.outgoing_events where resource_text is not null"))
                .containsExactly("queued");
        assertThat(STAGE.texts("select reference from ajour.outgoing_events where patient_id is not null"))
                .containsExactly("queued");
    }

    private static void queue(String reference, @Nullable String closed, @Nullable Long patient) {
        STAGE.jdbc
                .sql("""
                        insert into ajour.outgoing_event
                            (tenant_id, reference, resource_type, body, queued_by, state, closed_at, patient_id)
                        values (1, :reference, 'Bundle', '{}', 'ehr', split_part(:reference, ' ', 1),
                                now() - :closed::interval, :patient)
                        """)
                .param("reference", reference)
                .param("closed", closed)
                .param("patient", patient)
                .update();
    }
}
