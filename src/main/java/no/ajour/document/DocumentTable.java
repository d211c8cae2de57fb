package no.ajour.document;

import java.util.ArrayList;
import java.util.List;
import no.ajour.refresh.AnswerTable;
import no.ajour.refresh.Answered;
import no.ajour.run.Line;
import no.ajour.run.Run;
import no.ajour.run.Tally;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The tables {@code ajour.document} and {@code ajour.document_search}, and in {@code ajour.asked} when each patient was asked
 * about. An older version of a reference never wins. What a complete answer names no more is marked as gone, and stays; an
 * answer of which something is missing marks nothing.
 */
final class DocumentTable implements AnswerTable {
    // Only the holder of the tenant's lease writes its rows, so what was compared is what is replaced.
    private static final String WRITE = """
            with answer as materialized (
                select g.*, s.patient_id is null as is_first,
                       (s.complete, s.found, s.restricted_documents, s.warnings)
                           is distinct from (g.complete, g.found, g.restricted, g.warnings) as differs
                from unnest(:patients::bigint[], :complete::boolean[], :found::integer[], :restricted::integer[],
                            :warnings::text[], :events::text[], :asked::timestamptz[])
                    as g (patient_id, complete, found, restricted, warnings, event_id, asked_at)
                left join ajour.document_search s on s.patient_id = g.patient_id),
            given as materialized (
                select g.*, a.asked_at, d.id,
                    case
                    when d.id is null then 'REFERENCES_ADDED'
                    when g.last_updated < d.last_updated
                         or (g.last_updated is null or d.last_updated is null) and g.date < d.date
                        then 'REFERENCES_OLDER'
                    when d.reference is distinct from g.reference or d.gone_at is not null then 'REFERENCES_CHANGED'
                    else 'REFERENCES_UNCHANGED' end as line
                from unnest(:of::bigint[], :documents::text[], :repositories::text[], :communities::text[],
                            :dates::timestamptz[], :updated::timestamptz[], :sizes::bigint[], :hashes::text[],
                            :references::jsonb[])
                    as g (patient_id, document, repository, community, date, last_updated, size, hash, reference)
                join answer a on a.patient_id = g.patient_id
                left join ajour.document d
                    on d.patient_id = g.patient_id and d.document_unique_id = g.document
                   and d.repository_unique_id = g.repository and d.home_community_id = g.community),
            tenant as (select id from ajour.tenant where orgnr = :tenant),
            asked as (
                insert into ajour.asked (job, patient_id, tenant_id, asked_at)
                select :job, patient_id, tenant.id, asked_at from answer, tenant order by patient_id
                on conflict (job, patient_id) do update set asked_at = excluded.asked_at
                returning 1),
            added as (
                insert into ajour.document (
                    patient_id, tenant_id, document_unique_id, repository_unique_id, home_community_id, date, last_updated,
                    attachment_size, attachment_hash, reference, changed_at, synced_at, run_id)
                select patient_id, tenant.id, document, repository, community, date, last_updated, size,
                       decode(hash, 'hex'), reference, asked_at, asked_at, :run
                from given, tenant where line = 'REFERENCES_ADDED' order by patient_id, document
                returning patient_id),
            changed as (
                update ajour.document d
                set version = d.version + case when d.reference is distinct from g.reference then 1 else 0 end,
                    date = g.date, last_updated = g.last_updated, attachment_size = g.size,
                    attachment_hash = decode(g.hash, 'hex'), reference = g.reference, gone_at = null,
                    changed_at = g.asked_at, synced_at = g.asked_at, run_id = :run
                from given g where d.id = g.id and g.line = 'REFERENCES_CHANGED'
                returning d.patient_id),
            seen as (
                update ajour.document d
                set gone_at = null, synced_at = g.asked_at, run_id = :run,
                    changed_at = case when d.gone_at is null then d.changed_at else g.asked_at end
                from given g where d.id = g.id and g.line in ('REFERENCES_UNCHANGED', 'REFERENCES_OLDER')),
            gone as (
                update ajour.document d set gone_at = a.asked_at, changed_at = a.asked_at, run_id = :run
                from answer a
                where d.patient_id = a.patient_id and a.complete and d.gone_at is null
                  and not exists (select from given g where g.id = d.id)
                returning d.patient_id),
            touched as (
                select patient_id from added union select patient_id from changed union select patient_id from gone),
            searched as (
                insert into ajour.document_search as s (
                    patient_id, tenant_id, complete, found, restricted_documents, warnings, event_id, changed_at, synced_at,
                    run_id)
                select patient_id, tenant.id, complete, found, restricted, warnings, event_id, asked_at, asked_at, :run
                -- A patient who failed keeps what was known.
                from answer, tenant where complete is not null order by patient_id
                on conflict (patient_id) do update
                    set complete = excluded.complete, found = excluded.found,
                        restricted_documents = excluded.restricted_documents, warnings = excluded.warnings,
                        event_id = excluded.event_id, synced_at = excluded.synced_at, run_id = excluded.run_id,
                        changed_at = case
                            when (s.complete, s.found, s.restricted_documents, s.warnings) is distinct from
                                 (excluded.complete, excluded.found, excluded.restricted_documents, excluded.warnings)
                            then excluded.changed_at else s.changed_at end)
            select line, count(*) from given group by line
            union all
            select case
                   when a.complete is null then 'DEAD'
                   when a.is_first then 'ADDED'
                   when a.differs or t.patient_id is not null then 'CHANGED'
                   else 'UNCHANGED' end, count(*)
            from answer a left join touched t on t.patient_id = a.patient_id group by 1
            union all
            select 'REFERENCES_GONE', count(*) from gone
            union all
            select 'QUEUED', count(*) from asked
            """;

    private final JdbcClient jdbc;

    DocumentTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record Row(long patient, Reference reference) {
        static List<Row> of(List<Answered> answers) {
            var rows = new ArrayList<Row>();
            for (var answered : answers) {
                if (answered.answer() instanceof Found found) {
                    found.references()
                            .forEach(reference ->
                                    rows.add(new Row(answered.queued().patientId(), reference)));
                }
            }
            return rows;
        }
    }

    @Override
    public void write(Run run, List<Answered> answers, Tally tally) {
        record Count(Line line, long amount) {}
        var rows = Row.of(answers);
        jdbc.sql(WRITE)
                .param("job", DocumentReferencesJob.NAME)
                .param("run", run.id())
                .param("tenant", run.tenant())
                .param(
                        "patients",
                        answers.stream().map(a -> a.queued().patientId()).toArray(Long[]::new))
                .param("complete", each(answers, Found::isComplete))
                .param("found", each(answers, found -> found.references().size()))
                .param("restricted", each(answers, Found::restricted))
                .param("warnings", each(answers, Found::warnings))
                .param("events", each(answers, Found::eventId))
                .param(
                        "asked",
                        answers.stream().map(a -> a.askedAt().toString()).toArray(String[]::new))
                .param("of", rows.stream().map(Row::patient).toArray(Long[]::new))
                .param("documents", texts(rows, r -> r.key().document()))
                .param("repositories", texts(rows, r -> r.key().repository()))
                .param("communities", texts(rows, r -> r.key().community()))
                .param("dates", texts(rows, Reference::date))
                .param("updated", texts(rows, Reference::lastUpdated))
                .param("sizes", texts(rows, Reference::size))
                .param("hashes", texts(rows, Reference::hash))
                .param("references", texts(rows, Reference::json))
                .query((row, number) -> new Count(Line.valueOf(row.getString(1)), row.getLong(2)))
                .list()
                .forEach(count -> tally.add(count.line(), count.amount()));
        for (var answered : answers) {
            if (answered.answer() instanceof Found found) {
                tally.add(Line.RECEIVED, found.received())
                        .add(Line.REPEATED, found.repeated())
                        .add(Line.UNREADABLE, found.unreadable())
                        .add(Line.PARTIAL, found.isComplete() ? 0 : 1)
                        .add(Line.WARNINGS, found.warnings() == null ? 0 : 1);
            }
        }
    }

    /** A field of an answer that may not be given. */
    private interface Field<T> {
        @Nullable
        Object of(T given);
    }

    private static @Nullable String[] texts(List<Row> rows, Field<Reference> field) {
        @Nullable String[] column = new @Nullable String[rows.size()];
        for (int i = 0; i < column.length; i++) {
            var value = field.of(rows.get(i).reference());
            column[i] = value == null ? null : value.toString();
        }
        return column;
    }

    // Null for those who failed, in all of them.
    private static @Nullable String[] each(List<Answered> answers, Field<Found> field) {
        @Nullable String[] column = new @Nullable String[answers.size()];
        for (int i = 0; i < column.length; i++) {
            var value = answers.get(i).answer() instanceof Found found ? field.of(found) : null;
            column[i] = value == null ? null : value.toString();
        }
        return column;
    }
}
