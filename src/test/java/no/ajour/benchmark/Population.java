package no.ajour.benchmark;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import no.ajour.sandbox.SyntheticNin;
import no.ajour.sandbox.SyntheticNin.Kind;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Patients on the lists of municipalities: straight into the tables, since how lists are taken in is not what is measured. */
final class Population {
    /**
     * Databases with patients who have been asked about.
     *
     * @param name of the databases
     * @param listed how many of the patients the change list names
     * @param requested how many of them wait to be asked about
     */
    record Plan(String name, List<String> orgnrs, int patients, int listed, int requested) {
        /** The database where nobody waits. */
        String template() {
            return name;
        }

        /** The same with the requests. */
        String withRequests() {
            return name + "_requested";
        }

        /** Makes both. */
        void make(Server server) {
            try (var database = server.create(template())) {
                var population = new Population(database);
                population.tenants(orgnrs);
                population.list(numbers(0, patients));
                population.asked();
                population.settle();
            }
            server.duplicate(template(), withRequests());
            try (var database = server.open(withRequests())) {
                new Population(database).request(requested);
            }
        }
    }

    private static final int NUMBERS_A_STATEMENT = 100_000;

    private final JdbcClient jdbc;

    Population(HikariDataSource database) {
        jdbc = JdbcClient.create(database);
    }

    void tenants(Collection<String> orgnrs) {
        for (var orgnr : orgnrs) {
            jdbc.sql("insert into ajour.tenant (orgnr, name) values (:orgnr, 'Kommune ' || :orgnr)")
                    .param("orgnr", orgnr)
                    .update();
        }
    }

    /** Lists the numbers, dealt out to the tenants one by one. */
    void list(long[] numbers) {
        // The rows are right; a check of each foreign key and a line in the change feed would take longer than the
        // rest.
        jdbc.sql("alter table ajour.patient disable trigger all").update();
        for (int first = 0; first < numbers.length; first += NUMBERS_A_STATEMENT) {
            jdbc.sql("""
                    insert into ajour.patient (tenant_id, nin)
                    select 1 + position % (select count(*) from ajour.tenant), lpad(number::text, 11, '0')
                    from unnest(?) with ordinality as g (number, position)
                    """)
                    .param(Arrays.copyOfRange(numbers, first, Math.min(numbers.length, first + NUMBERS_A_STATEMENT)))
                    .update();
        }
        jdbc.sql("alter table ajour.patient enable trigger all").update();
    }

    /** Has asked about everyone an hour ago. */
    void asked() {
        jdbc.sql("alter table ajour.digital_active disable trigger all").update();
        jdbc.sql("update ajour.patient set listed_at = now() - interval '2 h'").update();
        jdbc.sql("""
                insert into ajour.run (job, tenant, token, started_at, ended_at, state, exit_code)
                values ('digital-active', 'national', 0, now() - interval '1 h', now() - interval '1 h', 'completed', 0)
                """).update();
        jdbc.sql("""
                insert into ajour.digital_active (tenant_id, patient_id, area, active_self, active_via_others, proxy_granted,
                                                  changed_at, synced_at, run_id)
                select tenant_id, id, 3, true, false, false, now() - interval '1 h', now() - interval '1 h', 1
                from ajour.patient
                """).update();
        jdbc.sql("alter table ajour.digital_active enable trigger all").update();
        jdbc.sql("""
                insert into ajour.position (job, tenant, name, value, run_id)
                values ('digital-active', 'national', 'offset',
                        to_char(now() at time zone 'utc' - interval '1 h', 'YYYY-MM-DD"T"HH24:MI:SS".00000Z"'), 1)
                """).update();
    }

    /** Requests some, as many of each municipality's as of any other's. */
    void request(int patients) {
        jdbc.sql("""
                insert into ajour.refresh_request (job, tenant_id, patient_id, reason, run_id)
                select 'digital-active', tenant_id, id, 'changed', 1 from ajour.patient
                where id > (select max(id) from ajour.patient) - :patients
                """).param("patients", patients).update();
        jdbc.sql("vacuum (analyze) ajour.refresh_request").update();
    }

    /** The EHR journals all events. */
    void journal() {
        jdbc.sql("select count(ajour.mark_journaled(id, null, version)) from ajour.event")
                .query()
                .singleRow();
        settle();
    }

    void settle() {
        for (var table : List.of("patient", "digital_active", "event", "acknowledgement", "to_journal", "change")) {
            jdbc.sql("vacuum (analyze) ajour." + table).update();
        }
    }

    /** Numbers from one index on: all different, and in no order. */
    static long[] numbers(int first, int count) {
        int ofFirstKind = Math.clamp(SyntheticNin.COUNT - first, 0, count);
        var numbers = Arrays.copyOf(
                SyntheticNin.numbers(Kind.PLUS_80, Math.min(first, SyntheticNin.COUNT), ofFirstKind)
                        .toArray(),
                count);
        var rest = SyntheticNin.numbers(Kind.PLUS_65, Math.max(0, first - SyntheticNin.COUNT), count - ofFirstKind)
                .toArray();
        System.arraycopy(rest, 0, numbers, ofFirstKind, rest.length);
        return numbers;
    }
}
