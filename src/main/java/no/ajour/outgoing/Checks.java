package no.ajour.outgoing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import no.ajour.delivery.Column;
import no.ajour.outgoing.EventCheck.Fit;
import no.ajour.outgoing.EventCheck.NotFit;
import no.ajour.outgoing.OutgoingTable.Unchecked;
import no.ajour.run.ChunkWriter;
import no.ajour.run.DeadLetter;
import no.ajour.run.DeadLetters;
import no.ajour.run.FetchAhead;
import no.ajour.run.Line;
import no.ajour.run.Run;
import no.ajour.run.Tally;
import no.ajour.tenant.Tenant;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Checks what the EHR has queued, before anything is sent: what is fit gets its name at JFT, the rest is refused. */
final class Checks {

    /** A queued event without its resource, and what came of its check. */
    record Checked(Unchecked event, EventCheck.Result result) {}

    private final JdbcClient jdbc;
    private final DeadLetters deadLetters;
    private final OutgoingTable table;
    private final EventCheck check;

    Checks(JdbcClient jdbc, DeadLetters deadLetters, OutgoingTable table, EventCheck check) {
        this.jdbc = jdbc;
        this.deadLetters = deadLetters;
        this.table = table;
        this.check = check;
    }

    /** Everything that is yet to be checked, a list a transaction. */
    FetchAhead<List<Checked>> reader(Tenant tenant) {
        return new FetchAhead<>(OutgoingEventsJob.NAME + "-check", 1, sink -> {
            long last = Long.MIN_VALUE;
            while (!sink.stopped()) {
                var page = table.unchecked(tenant, last);
                if (page.isEmpty()) {
                    return;
                }
                last = page.getLast().id();
                sink.put(page.stream().map(this::checked).toList());
            }
        });
    }

    private Checked checked(Unchecked event) {
        var result = check.check(event.resourceType(), event.body(), event.addedIdentifier());
        var light = new Unchecked(event.id(), event.resourceType(), null, event.addedIdentifier(), event.queuedAt());
        return new Checked(light, result);
    }

    ChunkWriter<List<Checked>> writer(Run run) {
        return (lists, tally) -> {
            var all = lists.stream().<Checked>flatMap(List::stream).toList();
            var written = write(run, all);
            count(all, written, tally);
            deadLetters.add(
                    run,
                    all.stream()
                            .filter(checked -> written.contains(checked.event().id()))
                            .flatMap(Checks::letter)
                            .toList());
        };
    }

    private static void count(List<Checked> all, List<Long> written, Tally tally) {
        long passed = all.stream()
                .filter(checked -> checked.result() instanceof Fit
                        && written.contains(checked.event().id()))
                .count();
        tally.add(Line.CHECKED, all.size())
                .add(Line.PASSED, passed)
                .add(Line.DEAD, written.size() - passed)
                .add(Line.OVERTAKEN, all.size() - written.size());
    }

    // What the EHR has withdrawn or corrected since it was read is not what was checked.
    private List<Long> write(Run run, List<Checked> all) {
        var given = new ArrayList<Checked>(all);
        return jdbc.sql("""
                        with checked as (
                            select id, queued_at, key, added, subject, cause, failure
                            from unnest(:ids::bigint[], :queued::text[]::timestamptz[], :keys::text[], :added::text[],
                                        :subjects::text[], :causes::text[], :failures::text[])
                                as given (id, queued_at, key, added, subject, cause, failure)
                        ), locked as (
                            select id from ajour.outgoing_event where id = any (:ids::bigint[]) order by id for update
                        )
                        update ajour.outgoing_event o
                        set state = case when c.cause is null then o.state else 'refused' end,
                            checked_at = case when c.cause is null then clock_timestamp() end,
                            closed_at = case when c.cause is not null then clock_timestamp() end,
                            stable_key = decode(c.key, 'hex'), added_identifier = coalesce(c.added, o.added_identifier),
                            patient_id = (select p.id from ajour.patient p
                                          where p.nin = c.subject and p.tenant_id = o.tenant_id and p.listed),
                            cause = c.cause, failure = c.failure, synced_at = clock_timestamp(), run_id = :run
                        from checked c join locked using (id)
                        where o.id = c.id and o.state = 'queued' and o.checked_at is null and o.queued_at = c.queued_at
                        returning o.id
                        """)
                .param("run", run.id())
                .param(
                        "ids",
                        given.stream().map(checked -> checked.event().id()).toArray(Long[]::new))
                .param("queued", Column.texts(given, checked -> checked.event()
                        .queuedAt()
                        .toString()))
                .param(
                        "keys",
                        Column.texts(given, checked -> checked.result() instanceof Fit fit ? fit.stableKey() : null))
                .param(
                        "added",
                        Column.texts(
                                given, checked -> checked.result() instanceof Fit fit ? fit.addedIdentifier() : null))
                .param(
                        "subjects",
                        Column.texts(given, checked -> checked.result() instanceof Fit fit ? fit.subject() : null))
                .param(
                        "causes",
                        Column.texts(
                                given,
                                checked -> checked.result() instanceof NotFit no
                                        ? no.why().cause()
                                        : null))
                .param(
                        "failures",
                        Column.texts(
                                given,
                                checked -> checked.result() instanceof NotFit no
                                        ? no.why().message()
                                        : null))
                .query(Checks::id)
                .list();
    }

    private static Long id(ResultSet row, int number) throws SQLException {
        return row.getLong(1);
    }

    private static Stream<DeadLetter> letter(Checked checked) {
        return checked.result() instanceof NotFit no
                ? Stream.of(new DeadLetter(
                        OutgoingEvent.record(checked.event().id()),
                        no.why().cause(),
                        no.why().message()))
                : Stream.empty();
    }
}
