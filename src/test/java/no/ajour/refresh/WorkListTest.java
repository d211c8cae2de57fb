package no.ajour.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import no.ajour.testing.Postgres;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The requests of a tenant, a page at a time, on one connection. */
class WorkListTest {
    private static final int PATIENTS = 20_000;
    private static final int A_PAGE = 500;

    @Test
    void a_page_does_not_read_the_patients_before_it() throws SQLException {
        try (var database = Postgres.freshDatabase();
                var connection = database.getConnection()) {
            var jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
            jdbc.sql("insert into ajour.tenant (orgnr, name) values ('310000019', 'Lykkeby')")
                    .update();
            jdbc.sql("""
                            insert into ajour.patient (tenant_id, nin)
                            select 1, lpad(number::text, 11, '0') from generate_series(1, :patients) number
                            """).param("patients", PATIENTS).update();
            jdbc.sql("""
                            insert into ajour.refresh_request (job, tenant_id, patient_id, reason)
                            select 'digital-active', 1, id, 'changed' from ajour.patient order by id
                            """).update();
            jdbc.sql("analyze ajour.patient, ajour.refresh_request").update();
            connection.setAutoCommit(false);
            // As after some statements, when the server has ceased to plan each of them anew.
            jdbc.sql("set local plan_cache_mode = force_generic_plan").update();
            var requests = new RefreshRequests(jdbc, "digital-active", "ajour.digital_active");

            int read = 0;
            for (var slices = new WorkList(requests, (short) 1, A_PAGE).slices(A_PAGE); slices.hasNext(); ) {
                read += slices.next().size();
            }

            assertThat(read).isEqualTo(PATIENTS);
            // What wrote the requests has read them all too.
            assertThat(jdbc.sql("""
                                    select idx_tup_fetch + seq_tup_read from pg_stat_xact_user_tables
                                    where schemaname = 'ajour' and relname = 'patient'
                                    """).query(Integer.class).single()).isLessThan(3 * PATIENTS);
        }
    }

    @Test
    void what_is_left_of_a_forgotten_patient_is_dropped() {
        try (var database = Postgres.freshDatabase()) {
            var jdbc = JdbcClient.create(database);
            jdbc.sql("insert into ajour.tenant (orgnr, name) values ('310000019', 'Lykkeby')")
                    .update();
            jdbc.sql("insert into ajour.patient (tenant_id, nin) values (1, '00000000001')")
                    .update();
            jdbc.sql("""
                            insert into ajour.refresh_request (job, tenant_id, patient_id, reason)
                            values ('digital-active', 1, 1, 'changed'), ('digital-active', 1, 2, 'changed')
                            """).update();

            assertThat(new RefreshRequests(jdbc, "digital-active", "ajour.digital_active").dropDelisted((short) 1))
                    .isEqualTo(1);

            assertThat(jdbc.sql("select patient_id from ajour.refresh_request")
                            .query(Long.class)
                            .list())
                    .containsExactly(1L);
        }
    }
}
