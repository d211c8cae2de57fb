package no.ajour.acknowledgement;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import no.ajour.acknowledgement.Outcome.Refusal;
import no.ajour.http.Timing;
import no.ajour.run.ChunkWriter;
import no.ajour.run.DeadLetter;
import no.ajour.run.DeadLetters;
import no.ajour.run.Line;
import no.ajour.run.Run;
import no.ajour.run.Tally;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Records answers, one statement for all of them. A row is changed only while it is in the state that the call was made
 * in, so that no answer ever overwrites a later state; an answer that finds its row elsewhere shows in the books.
 */
final class AnswerWriter {
    private final JdbcClient jdbc;
    private final DeadLetters deadLetters;
    private final AcknowledgementSettings settings;
    private final Timing timing;

    AnswerWriter(JdbcClient jdbc, DeadLetters deadLetters, AcknowledgementSettings settings, Timing timing) {
        this.jdbc = jdbc;
        this.deadLetters = deadLetters;
        this.settings = settings;
        this.timing = timing;
    }

    /**
     * @param received the line that counts answers as they came off the wire
     * @param recorded the line that counts rows by the state that the statement left them in
     */
    ChunkWriter<List<Answer>> of(Run run, Line received, Function<AcknowledgementState, Line> recorded) {
        return (lists, tally) -> {
            var answers = lists.stream().<Answer>flatMap(List::stream).toList();
            tally.add(received, answers.size());
            count(record(run, answers), recorded, tally);
            deadLetters.resolve(
                    run,
                    answers.stream()
                            .filter(answer -> answer.next() == AcknowledgementState.CONFIRMED)
                            .map(answer -> answer.acknowledgement().record())
                            .toList());
            deadLetters.add(run, answers.stream().flatMap(AnswerWriter::letter).toList());
        };
    }

    private static void count(
            Map<AcknowledgementState, Long> rows, Function<AcknowledgementState, Line> line, Tally tally) {
        rows.forEach((state, amount) -> tally.add(line.apply(state), amount));
    }

    /** Returns how many rows came to be in each state, as the database counted them. */
    private Map<AcknowledgementState, Long> record(Run run, List<Answer> answers) {
        record Count(AcknowledgementState state, long rows) {}
        var counts = new EnumMap<AcknowledgementState, Long>(AcknowledgementState.class);
        jdbc.sql("""
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
                        ), recorded as (
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
                            returning a.state
                        )
                        select state, count(*) from recorded group by state
                        """)
                .param(
                        "events",
                        answers.stream().map(a -> a.acknowledgement().eventId()).toArray(Long[]::new))
                .param("before", text(answers, a -> a.acknowledgement().state().column()))
                .param("after", text(answers, a -> a.next().column()))
                .param("locations", text(answers, AnswerWriter::location))
                .param("answered", text(answers, a -> a.at().toString()))
                .param("journaled", text(answers, AnswerWriter::journaledAt))
                .param("next", text(answers, this::nextStatusAt))
                .param("failures", text(answers, AnswerWriter::failure))
                .param("now", AcknowledgementTable.utc(timing.instant()))
                .param("run", run.id())
                .query((row, number) -> new Count(AcknowledgementState.ofColumn(row.getString(1)), row.getLong(2)))
                .list()
                .forEach(count -> counts.put(count.state(), count.rows()));
        return counts;
    }

    private static @Nullable String location(Answer answer) {
        return answer.outcome() instanceof Outcome.Taken taken ? taken.location() : null;
    }

    private static @Nullable String journaledAt(Answer answer) {
        return answer.outcome() instanceof Outcome.Journaled journaled
                ? journaled.at().toInstant().toString()
                : null;
    }

    private @Nullable String nextStatusAt(Answer answer) {
        if (answer.next() != AcknowledgementState.ACCEPTED) {
            return null;
        }
        var acknowledgement = answer.acknowledgement();
        var age = acknowledgement.state() == AcknowledgementState.ACCEPTED
                ? acknowledgement.age(answer.at())
                : Duration.ZERO;
        return answer.at().plus(settings.backoff(age)).toString();
    }

    private static @Nullable Refusal refusal(Answer answer) {
        return answer.next() == AcknowledgementState.FAILED && answer.outcome() instanceof Refusal refusal
                ? refusal
                : null;
    }

    private static @Nullable String failure(Answer answer) {
        var refusal = refusal(answer);
        return refusal == null ? null : refusal.message();
    }

    private static Stream<DeadLetter> letter(Answer answer) {
        return Stream.ofNullable(refusal(answer))
                .map(refusal -> new DeadLetter(answer.acknowledgement().record(), refusal.cause(), refusal.message()));
    }

    private static @Nullable String[] text(List<Answer> answers, Function<Answer, @Nullable String> value) {
        var column = new @Nullable String[answers.size()];
        Arrays.setAll(column, i -> value.apply(answers.get(i)));
        return column;
    }
}
