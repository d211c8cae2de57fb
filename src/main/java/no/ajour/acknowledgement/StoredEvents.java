package no.ajour.acknowledgement;

import java.util.List;
import no.ajour.http.Timing;
import no.ajour.run.ChunkWriter;
import no.ajour.run.Line;
import no.ajour.run.Run;
import no.ajour.run.Tally;
import no.ajour.tenant.Tenant;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Finds what is to be acknowledged: for a tenant with {@code acknowledge: stored}, every stored event of a patient on its
 * list counts as journaled, in its newest version, unless the EHR has rejected it. An event without a local patient is in nobody's journal.
 */
final class StoredEvents implements ChunkWriter<String> {
    private final JdbcClient jdbc;
    private final Timing timing;
    private final AcknowledgementTable table;
    private final Run run;
    private final Tenant tenant;

    StoredEvents(JdbcClient jdbc, Timing timing, AcknowledgementTable table, Run run, Tenant tenant) {
        this.jdbc = jdbc;
        this.timing = timing;
        this.table = table;
        this.run = run;
        this.tenant = tenant;
    }

    @Override
    public void write(List<? extends String> items, Tally tally) {
        switch (tenant.acknowledge()) {
            case STORED -> tally.add(Line.ADDED, journalStored());
            case JOURNALED -> dropStored();
        }
        tally.add(Line.QUEUED, table.due(tenant));
    }

    // The tenant chose stored before and takes it back: what the EHR has not marked is not sent.
    private void dropStored() {
        jdbc.sql("""
                        delete from ajour.acknowledgement
                        where tenant_id = (select id from ajour.tenant where orgnr = :tenant)
                          and state = 'pending' and marked_by = 'stored'
                        """).param("tenant", tenant.orgnr()).update();
    }

    private int journalStored() {
        return jdbc.sql("""
                        with waiting as materialized (
                            select event_id, version from ajour.to_journal
                            where tenant_id = (select id from ajour.tenant where orgnr = :tenant)
                            -- What an EHR is marking or rejecting at this moment is its own.
                            for update skip locked
                        )
                        insert into ajour.acknowledgement as a
                            (event_id, tenant_id, marked_by, journaled_version, journaled_at, synced_at, run_id)
                        select e.id, e.tenant_id, 'stored', e.version, :now, :now, :run
                        from waiting q
                        join ajour.event e on e.id = q.event_id and e.version = q.version
                        join ajour.patient p on p.id = e.patient_id and p.listed
                        where not exists (select from ajour.acknowledgement known
                                          where known.event_id = e.id and known.state <> 'pending')
                        on conflict (event_id) do update
                            set journaled_version = excluded.journaled_version,
                                journaled_at = excluded.journaled_at,
                                synced_at = excluded.synced_at,
                                run_id = excluded.run_id
                            where a.state = 'pending' and a.journaled_version < excluded.journaled_version
                        """)
                .param("now", AcknowledgementTable.utc(timing.instant()))
                .param("run", run.id())
                .param("tenant", tenant.orgnr())
                .update();
    }
}
