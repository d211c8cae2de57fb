package no.ajour.acknowledgement;

import java.time.Duration;
import java.util.List;
import no.ajour.delivery.AnswerTable;
import no.ajour.delivery.Column;
import no.ajour.http.Timing;
import no.ajour.run.Run;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keeps what JFT answered, in {@code ajour.acknowledgement}. */
final class JournalingAnswers implements AnswerTable<JournalingAnswer> {
    private final JdbcClient jdbc;
    private final AcknowledgementSettings settings;
    private final Timing timing;

    JournalingAnswers(JdbcClient jdbc, AcknowledgementSettings settings, Timing timing) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.timing = timing;
    }

    @Override
    public List<Long> record(Run run, List<JournalingAnswer> answers) {
        return jdbc.sql("""
                        with answered as (
                            select event_id, before, after, location,
                                   answered_at::timestamptz, journaled_at::timestamptz, next_at::timestamptz, failure
                            from unnest(:events::bigint[], :before::text[], :after::text[], :locations::text[],
                                        :answered::text[], :journaled::text[], :next::text[], :failures::text[])
                                as given (event_id, before, after, location,
                                          answered_at, journaled_at, next_at, failure)
                        ), locked as (
                            -- In the order in which everyone locks them.
                            select event_id from ajour.acknowledgement
                            where event_id = any(:events::bigint[]) order by event_id for update
                        )
                        update ajour.acknowledgement a
                        set state = answered.after,
                            accepted_at = case when answered.after = 'accepted' and answered.before <> 'accepted'
                                               then answered.answered_at else a.accepted_at end,
                            location = coalesce(answered.location, a.location),
                            status_journaled = coalesce(answered.journaled_at, a.status_journaled),
                            confirmed_at = case when answered.after = 'confirmed'
                                                then answered.answered_at else a.confirmed_at end,
                            next_status_at = answered.next_at,
                            failure = answered.failure,
                            synced_at = :now,
                            run_id = :run
                        from answered join locked using (event_id)
                        where a.event_id = answered.event_id and a.state = answered.before
                        returning a.event_id
                        """)
                .param(
                        "events",
                        Column.ids(answers.stream().map(JournalingAnswer::item).toList()))
                .param("before", Column.texts(answers, a -> a.item().state().column()))
                .param("after", Column.texts(answers, a -> a.next().column()))
                .param("locations", Column.texts(answers, JournalingAnswers::location))
                .param("answered", Column.texts(answers, a -> a.at().toString()))
                .param("journaled", Column.texts(answers, JournalingAnswers::journaledAt))
                .param("next", Column.texts(answers, this::nextStatusAt))
                .param("failures", Column.texts(answers, JournalingAnswers::failure))
                .param("now", AcknowledgementTable.utc(timing.instant()))
                .param("run", run.id())
                .query(Long.class)
                .list();
    }

    private static @Nullable String location(JournalingAnswer answer) {
        return answer.outcome() instanceof Outcome.Taken taken ? taken.location() : null;
    }

    private static @Nullable String journaledAt(JournalingAnswer answer) {
        return answer.outcome() instanceof Outcome.Journaled journaled
                ? journaled.at().toInstant().toString()
                : null;
    }

    private @Nullable String nextStatusAt(JournalingAnswer answer) {
        if (answer.next() != AcknowledgementState.ACCEPTED) {
            return null;
        }
        var acknowledgement = answer.item();
        var age = acknowledgement.state() == AcknowledgementState.ACCEPTED
                ? acknowledgement.age(answer.at())
                : Duration.ZERO;
        return answer.at().plus(settings.statusWaits().after(age)).toString();
    }

    private static @Nullable String failure(JournalingAnswer answer) {
        var refusal = answer.refusal();
        return refusal == null ? null : refusal.message();
    }
}
