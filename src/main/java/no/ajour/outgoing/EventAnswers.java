package no.ajour.outgoing;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import no.ajour.delivery.AnswerTable;
import no.ajour.delivery.Column;
import no.ajour.http.Timing;
import no.ajour.run.Run;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keeps what JFT answered, in {@code ajour.outgoing_event}. */
final class EventAnswers implements AnswerTable<EventAnswer> {
    private final JdbcClient jdbc;
    private final OutgoingSettings settings;
    private final Timing timing;

    EventAnswers(JdbcClient jdbc, OutgoingSettings settings, Timing timing) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.timing = timing;
    }

    @Override
    public List<Long> record(Run run, List<EventAnswer> answers) {
        return jdbc.sql("""
                        with answered as (
                            select id, before, after, location, resource_id, unsent, ended,
                                   answered_at::timestamptz, registered_at::timestamptz, next_at::timestamptz,
                                   cause, failure
                            from unnest(:ids::bigint[], :before::text[], :after::text[], :locations::text[],
                                        :resources::text[], :unsent::boolean[], :ended::boolean[], :answered::text[],
                                        :registered::text[], :next::text[], :causes::text[], :failures::text[])
                                as given (id, before, after, location, resource_id, unsent, ended,
                                          answered_at, registered_at, next_at, cause, failure)
                        ), locked as (
                            -- In the order in which everyone locks them.
                            select id from ajour.outgoing_event where id = any(:ids::bigint[]) order by id for update
                        )
                        update ajour.outgoing_event o
                        set state = a.after,
                            attempts = o.attempts - case when a.unsent then 1 else 0 end,
                            sending_at = case when a.after <> 'queued' then o.sending_at end,
                            accepted_at = case when a.after = 'accepted' and a.before <> 'accepted' then a.answered_at
                                               when a.after <> 'queued' then o.accepted_at end,
                            location = case when a.after <> 'queued' then coalesce(a.location, o.location) end,
                            resource_id = coalesce(a.resource_id, o.resource_id),
                            registered_at = coalesce(a.registered_at, o.registered_at),
                            next_status_at = a.next_at,
                            resend = o.resend and a.after = a.before,
                            closed_at = case when a.ended and a.before <> a.after then a.answered_at
                                             when a.ended then o.closed_at end,
                            cause = a.cause, failure = a.failure, synced_at = :now, run_id = :run
                        from answered a join locked using (id)
                        where o.id = a.id and o.state = a.before
                        returning o.id
                        """)
                .param("ids", Column.ids(answers.stream().map(EventAnswer::item).toList()))
                .param("before", Column.texts(answers, a -> a.item().state().column()))
                .param("after", Column.texts(answers, a -> a.next().column()))
                .param("locations", Column.texts(answers, EventAnswers::location))
                .param("resources", Column.texts(answers, EventAnswers::resourceId))
                .param("unsent", flags(answers, a -> a.outcome() instanceof Outcome.NotSent))
                .param("ended", flags(answers, a -> a.next().isEnd()))
                .param("answered", Column.texts(answers, a -> a.at().toString()))
                .param("registered", Column.texts(answers, EventAnswers::registeredAt))
                .param("next", Column.texts(answers, this::nextStatusAt))
                .param("causes", Column.texts(answers, EventAnswers::cause))
                .param("failures", Column.texts(answers, EventAnswers::failure))
                .param("now", OutgoingTable.utc(timing.instant()))
                .param("run", run.id())
                .query(Long.class)
                .list();
    }

    private static @Nullable String location(EventAnswer answer) {
        return answer.outcome() instanceof Outcome.Taken taken ? taken.location() : null;
    }

    private static @Nullable String resourceId(EventAnswer answer) {
        return switch (answer.outcome()) {
            case Outcome.Taken taken -> taken.id();
            case Outcome.Found found -> found.id();
            default -> null;
        };
    }

    private static @Nullable String registeredAt(EventAnswer answer) {
        return answer.outcome() instanceof Outcome.Registered registered
                ? registered.at().toInstant().toString()
                : null;
    }

    private @Nullable String nextStatusAt(EventAnswer answer) {
        var event = answer.item();
        boolean known = event.resourceId() != null || resourceId(answer) != null;
        boolean unanswered = answer.outcome() instanceof Outcome.NoAnswer;
        if (!known
                || !(answer.next() == OutgoingState.ACCEPTED
                        || (answer.next() == OutgoingState.REGISTERED && unanswered))) {
            return null;
        }
        var age = event.resourceId() == null ? Duration.ZERO : event.age(answer.at());
        return answer.at().plus(settings.statusWaits().after(age)).toString();
    }

    private static @Nullable String cause(EventAnswer answer) {
        var trouble = answer.trouble();
        return trouble == null ? null : trouble.cause();
    }

    private static @Nullable String failure(EventAnswer answer) {
        var trouble = answer.trouble();
        return trouble == null ? null : trouble.message();
    }

    private static Boolean[] flags(List<EventAnswer> answers, Predicate<EventAnswer> value) {
        return answers.stream().map(value::test).toArray(Boolean[]::new);
    }
}
