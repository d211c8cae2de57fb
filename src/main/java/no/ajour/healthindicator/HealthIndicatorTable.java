package no.ajour.healthindicator;

import java.util.List;
import no.ajour.refresh.AnswerTable;
import no.ajour.refresh.Answered;
import no.ajour.run.Line;
import no.ajour.run.Run;
import no.ajour.run.Tally;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code ajour.health_indicator}, and in {@code ajour.asked} when each patient was asked about. */
final class HealthIndicatorTable implements AnswerTable {
    // Only the holder of the tenant's lease writes its rows, so what was compared is what is replaced.
    private static final String WRITE = """
            with given as materialized (
                select g.*,
                    case
                    when g.status is null then 'dead'
                    when d.patient_id is null then 'added'
                    when (d.status, d.status_text, d.critical_info_changed_at, d.critical_info, d.locks,
                          d.has_blocked_personnel, d.has_locked_prescriptions, d.has_medicines)
                        is distinct from
                         (g.status, g.status_text, g.critical_info_changed_at, g.critical_info, g.locks,
                          g.has_blocked_personnel, g.has_locked_prescriptions, g.has_medicines) then 'changed'
                    else 'unchanged' end as line
                from unnest(:patients::bigint[], :status::smallint[], :text::text[], :critical::timestamptz[],
                            :info::jsonb[], :locks::jsonb[], :blocked::boolean[], :locked::boolean[],
                            :medicines::boolean[], :event::text[], :asked::timestamptz[])
                    as g (patient_id, status, status_text, critical_info_changed_at, critical_info, locks,
                          has_blocked_personnel, has_locked_prescriptions, has_medicines, event_id, asked_at)
                left join ajour.health_indicator d on d.patient_id = g.patient_id),
            asked as (
                insert into ajour.asked (job, patient_id, tenant_id, asked_at)
                select :job, patient_id, (select id from ajour.tenant where orgnr = :tenant), asked_at
                from given order by patient_id
                on conflict (job, patient_id) do update set asked_at = excluded.asked_at
                returning 1),
            written as (
                insert into ajour.health_indicator as d (
                    patient_id, tenant_id, status, status_text, critical_info_changed_at, critical_info, locks,
                    has_blocked_personnel, has_locked_prescriptions, has_medicines, event_id, changed_at, synced_at, run_id)
                select patient_id, (select id from ajour.tenant where orgnr = :tenant), status, status_text,
                       critical_info_changed_at, critical_info, locks, has_blocked_personnel, has_locked_prescriptions,
                       has_medicines, event_id, asked_at, asked_at, :run
                -- A patient who failed keeps what was known.
                from given where line <> 'dead' order by patient_id
                on conflict (patient_id) do update
                    set status = excluded.status, status_text = excluded.status_text,
                        critical_info_changed_at = excluded.critical_info_changed_at,
                        critical_info = excluded.critical_info, locks = excluded.locks,
                        has_blocked_personnel = excluded.has_blocked_personnel,
                        has_locked_prescriptions = excluded.has_locked_prescriptions,
                        has_medicines = excluded.has_medicines, event_id = excluded.event_id,
                        changed_at = case
                            when (d.status, d.status_text, d.critical_info_changed_at, d.critical_info, d.locks,
                                  d.has_blocked_personnel, d.has_locked_prescriptions, d.has_medicines)
                                is distinct from
                                 (excluded.status, excluded.status_text, excluded.critical_info_changed_at,
                                  excluded.critical_info, excluded.locks, excluded.has_blocked_personnel,
                                  excluded.has_locked_prescriptions, excluded.has_medicines)
                            then excluded.changed_at else d.changed_at end,
                        synced_at = excluded.synced_at, run_id = excluded.run_id)
            select upper(line), count(*) from given group by line
            union all
            select 'QUEUED', count(*) from asked
            """;

    private final JdbcClient jdbc;

    HealthIndicatorTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void write(Run run, List<Answered> answers, Tally tally) {
        record Count(Line line, long amount) {}
        jdbc.sql(WRITE)
                .param("job", HealthIndicatorJob.NAME)
                .param("run", run.id())
                .param("tenant", run.tenant())
                .param(
                        "patients",
                        answers.stream().map(a -> a.queued().patientId()).toArray(Long[]::new))
                .param("status", statuses(answers))
                .param("text", texts(answers, Indicator::text))
                .param("critical", texts(answers, HealthIndicatorTable::changedAt))
                .param("info", texts(answers, Indicator::criticalInfo))
                .param("locks", texts(answers, Indicator::locks))
                .param("blocked", flags(answers, Indicator::blockedPersonnel))
                .param("locked", flags(answers, Indicator::lockedPrescriptions))
                .param("medicines", flags(answers, Indicator::medicines))
                .param("event", texts(answers, Indicator::eventId))
                .param(
                        "asked",
                        answers.stream().map(a -> a.askedAt().toString()).toArray(String[]::new))
                .query((row, number) -> new Count(Line.valueOf(row.getString(1)), row.getLong(2)))
                .list()
                .forEach(count -> tally.add(count.line(), count.amount()));
    }

    private static @Nullable String changedAt(Indicator indicator) {
        var time = indicator.criticalInfoChangedAt();
        return time == null ? null : time.toString();
    }

    /** A field of an answer that may not be given. */
    private interface Field<T> {
        @Nullable
        T of(Indicator indicator);
    }

    // Null for those who failed, in all of them.
    private static @Nullable Short[] statuses(List<Answered> answers) {
        @Nullable Short[] column = new @Nullable Short[answers.size()];
        for (int i = 0; i < column.length; i++) {
            column[i] = answers.get(i).answer() instanceof Indicator indicator ? (short) indicator.status() : null;
        }
        return column;
    }

    private static @Nullable String[] texts(List<Answered> answers, Field<String> field) {
        @Nullable String[] column = new @Nullable String[answers.size()];
        for (int i = 0; i < column.length; i++) {
            column[i] = answers.get(i).answer() instanceof Indicator indicator ? field.of(indicator) : null;
        }
        return column;
    }

    private static @Nullable Boolean[] flags(List<Answered> answers, Field<Boolean> field) {
        @Nullable Boolean[] column = new @Nullable Boolean[answers.size()];
        for (int i = 0; i < column.length; i++) {
            column[i] = answers.get(i).answer() instanceof Indicator indicator ? field.of(indicator) : null;
        }
        return column;
    }
}
