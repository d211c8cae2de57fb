package no.ajour.outgoing;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import no.ajour.http.Timing;
import no.ajour.outgoing.Outcome.Trouble;
import no.ajour.run.ChunkWriter;
import no.ajour.run.DeadLetter;
import no.ajour.run.DeadLetters;
import no.ajour.run.Line;
import no.ajour.run.Run;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Records answers, one statement for all of them. A row is changed only while it is in the state that the call was made
 * in, so that no answer ever overwrites a later state; an answer that finds its row elsewhere shows in the books.
 */
final class AnswerWriter {
    private final JdbcClient jdbc;
    private final DeadLetters deadLetters;
    private final OutgoingSettings settings;
    private final Timing timing;

    AnswerWriter(JdbcClient jdbc, DeadLetters deadLetters, OutgoingSettings settings, Timing timing) {
        this.jdbc = jdbc;
        this.deadLetters = deadLetters;
        this.settings = settings;
        this.timing = timing;
    }

    /**
     * @param received the line that counts answers as they came
     * @param recorded the line that counts the rows that were written
     */
    ChunkWriter<List<Answer>> of(Run run, Line received, Function<Answer, Line> recorded) {
        return (lists, tally) -> {
            var answers = lists.stream().<Answer>flatMap(List::stream).toList();
            tally.add(received, answers.size());
            var written = record(run, answers);
            answers.stream()
                    .filter(answer -> written.contains(answer.event().id()))
                    .forEach(answer -> tally.add(recorded.apply(answer), 1));
            deadLetters.resolve(
                    run,
                    answers.stream()
                            .filter(answer -> answer.next() == OutgoingState.REGISTERED)
                            .map(answer -> answer.event().record())
                            .toList());
            deadLetters.add(run, answers.stream().flatMap(AnswerWriter::letter).toList());
        };
    }

    /** Returns the ids of the rows that were written. */
    private Set<Long> record(Run run, List<Answer> answers) {
        return new HashSet<>(jdbc.sql("""
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
                .param("ids", answers.stream().map(a -> a.event().id()).toArray(Long[]::new))
                .param("before", text(answers, a -> a.event().state().column()))
                .param("after", text(answers, a -> a.next().column()))
                .param("locations", text(answers, AnswerWriter::location))
                .param("resources", text(answers, AnswerWriter::resourceId))
                .param("unsent", flags(answers, a -> a.outcome() instanceof Outcome.NotSent))
                .param("ended", flags(answers, a -> a.next().isEnd()))
                .param("answered", text(answers, a -> a.at().toString()))
                .param("registered", text(answers, AnswerWriter::registeredAt))
                .param("next", text(answers, this::nextStatusAt))
                .param("causes", text(answers, AnswerWriter::cause))
                .param("failures", text(answers, AnswerWriter::failure))
                .param("now", OutgoingTable.utc(timing.instant()))
                .param("run", run.id())
                .query(Long.class)
                .list());
    }

    private static @Nullable String location(Answer answer) {
        return answer.outcome() instanceof Outcome.Taken taken ? taken.location() : null;
    }

    private static @Nullable String resourceId(Answer answer) {
        return switch (answer.outcome()) {
            case Outcome.Taken taken -> taken.id();
            case Outcome.Found found -> found.id();
            default -> null;
        };
    }

    private static @Nullable String registeredAt(Answer answer) {
        return answer.outcome() instanceof Outcome.Registered registered
                ? registered.at().toInstant().toString()
                : null;
    }

    private @Nullable String nextStatusAt(Answer answer) {
        var event = answer.event();
        boolean known = event.resourceId() != null || resourceId(answer) != null;
        boolean unanswered = answer.outcome() instanceof Outcome.NoAnswer;
        if (!known
                || !(answer.next() == OutgoingState.ACCEPTED
                        || (answer.next() == OutgoingState.REGISTERED && unanswered))) {
            return null;
        }
        var age = event.resourceId() == null ? Duration.ZERO : event.age(answer.at());
        return answer.at().plus(settings.backoff(age)).toString();
    }

    private static Optional<Trouble> trouble(Answer answer) {
        boolean stays = answer.next() == OutgoingState.REFUSED || answer.next() == OutgoingState.UNCLEAR;
        return stays && answer.outcome() instanceof Trouble trouble ? Optional.of(trouble) : Optional.empty();
    }

    private static @Nullable String cause(Answer answer) {
        return trouble(answer).isPresent() ? trouble(answer).get().cause() : null;
    }

    private static @Nullable String failure(Answer answer) {
        return trouble(answer).isPresent() ? trouble(answer).get().message() : null;
    }

    private static Stream<DeadLetter> letter(Answer answer) {
        return trouble(answer)
                .map(trouble -> new DeadLetter(answer.event().record(), trouble.cause(), trouble.message()))
                .stream();
    }

    private static Boolean[] flags(List<Answer> answers, Function<Answer, Boolean> value) {
        return answers.stream().map(value).toArray(Boolean[]::new);
    }

    private static @Nullable String[] text(List<Answer> answers, Function<Answer, @Nullable String> value) {
        var column = new @Nullable String[answers.size()];
        Arrays.setAll(column, i -> value.apply(answers.get(i)));
        return column;
    }
}
