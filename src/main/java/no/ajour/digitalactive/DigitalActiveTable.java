package no.ajour.digitalactive;

import java.util.List;
import java.util.function.Function;
import no.ajour.refresh.Answer;
import no.ajour.refresh.AnswerTable;
import no.ajour.refresh.Answered;
import no.ajour.run.Line;
import no.ajour.run.Run;
import no.ajour.run.Tally;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code ajour.digital_active}. */
final class DigitalActiveTable implements AnswerTable {
    // Only the holder of the tenant's lease writes its rows, so what was compared is what is replaced, at the place
    // where
    // it was found. Each patient is looked up alone (offset 0 is a fence to the planner, which guesses ten rows): a
    // join of
    // the batch with itself or with a table that has grown since can become a thousand times a thousand.
    private static final String WRITE = """
            with given as materialized (
                select g.patient_id, g.asked_at, d.place,
                    -- A patient who failed keeps what was known.
                    case g.kind when 'dead' then d.active_self else g.active_self end as active_self,
                    case g.kind when 'dead' then d.active_via_others else g.active_via_others end as active_via_others,
                    case g.kind when 'dead' then d.proxy_granted else g.proxy_granted end as proxy_granted,
                    case
                    when d.place is null then g.asked_at
                    when g.kind <> 'dead' and (d.active_self, d.active_via_others, d.proxy_granted)
                        is distinct from (g.active_self, g.active_via_others, g.proxy_granted) then g.asked_at
                    else d.changed_at end as changed_at,
                    case
                    when g.kind <> 'status' then g.kind
                    when d.place is null then 'added'
                    when (d.active_self, d.active_via_others, d.proxy_granted)
                        is distinct from (g.active_self, g.active_via_others, g.proxy_granted) then 'changed'
                    else 'unchanged' end as line
                from unnest(:patients::bigint[], :kinds::text[], :self::boolean[], :via::boolean[], :proxy::boolean[],
                            :asked::timestamptz[])
                    as g (patient_id, kind, active_self, active_via_others, proxy_granted, asked_at)
                left join lateral (
                    select ctid as place, active_self, active_via_others, proxy_granted, changed_at
                    from ajour.digital_active where patient_id = g.patient_id and area = :area
                    offset 0) d on true),
            replaced as (
                update ajour.digital_active d
                set active_self = g.active_self, active_via_others = g.active_via_others,
                    proxy_granted = g.proxy_granted, changed_at = g.changed_at, synced_at = g.asked_at, run_id = :run
                from given g where d.ctid = g.place
                returning 1),
            added as (
                insert into ajour.digital_active (tenant_id, patient_id, area, active_self, active_via_others,
                                                  proxy_granted, changed_at, synced_at, run_id)
                select (select id from ajour.tenant where orgnr = :tenant), patient_id, :area, active_self,
                       active_via_others, proxy_granted, changed_at, asked_at, :run
                from given where place is null order by patient_id
                returning 1)
            select upper(line), count(*) from given group by line
            union all
            select 'QUEUED', (select count(*) from replaced) + (select count(*) from added)
            """;

    private final JdbcClient jdbc;

    private final Area area;

    DigitalActiveTable(JdbcClient jdbc, Area area) {
        this.jdbc = jdbc;
        this.area = area;
    }

    /** Unknown is stored as such: another thing than not active. */
    @Override
    public void write(Run run, List<Answered> answers, Tally tally) {
        record Count(Line line, long amount) {}
        jdbc.sql(WRITE)
                .param("run", run.id())
                .param("tenant", run.tenant())
                .param("area", area.code())
                .param(
                        "patients",
                        answers.stream().map(a -> a.queued().patientId()).toArray(Long[]::new))
                .param("kinds", answers.stream().map(a -> kind(a.answer())).toArray(String[]::new))
                .param("self", flags(answers, Status::self))
                .param("via", flags(answers, Status::viaOthers))
                .param("proxy", flags(answers, Status::proxy))
                .param(
                        "asked",
                        answers.stream().map(a -> a.askedAt().toString()).toArray(String[]::new))
                .query((row, number) -> new Count(Line.valueOf(row.getString(1)), row.getLong(2)))
                .list()
                .forEach(count -> tally.add(count.line(), count.amount()));
    }

    private static String kind(Answer answer) {
        return switch (answer) {
            case Status status -> "status";
            case Answer.Unknown unknown -> "unknown";
            case Answer.Dead dead -> "dead";
            default -> throw new IllegalArgumentException("No answer of Helsenorge's: " + answer.getClass());
        };
    }

    private static @Nullable Boolean[] flags(List<Answered> answers, Function<Status, @Nullable Boolean> flag) {
        @Nullable Boolean[] flags = new @Nullable Boolean[answers.size()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = answers.get(i).answer() instanceof Status status ? flag.apply(status) : null;
        }
        return flags;
    }
}
