package no.ajour.delivery;

import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import no.ajour.run.ChunkWriter;
import no.ajour.run.DeadLetters;
import no.ajour.run.Line;
import no.ajour.run.Run;

/**
 * Records answers and their dead letters. An answer that finds its row in a later state, or recorded before, shows in the
 * books.
 *
 * @param <A> the answer
 */
public final class AnswerWriter<A extends Answer> {
    private final AnswerTable<A> table;
    private final DeadLetters deadLetters;

    /** @param table of the job */
    public AnswerWriter(AnswerTable<A> table, DeadLetters deadLetters) {
        this.table = table;
        this.deadLetters = deadLetters;
    }

    /**
     * The writer of a step.
     *
     * @param received the line that counts answers as they came
     * @param recorded the line that counts the rows that were changed
     */
    public ChunkWriter<List<A>> of(Run run, Line received, Function<A, Line> recorded) {
        return (lists, tally) -> {
            var answers = lists.stream().<A>flatMap(List::stream).toList();
            tally.add(received, answers.size());
            var changed = new HashSet<>(table.record(run, answers));
            // Removed, so that a row counts once.
            answers.stream()
                    .filter(answer -> changed.remove(answer.item().id()))
                    .forEach(answer -> tally.add(recorded.apply(answer), 1));
            deadLetters.resolve(
                    run,
                    answers.stream()
                            .filter(Answer::isDone)
                            .map(answer -> answer.item().record())
                            .toList());
            deadLetters.add(
                    run,
                    answers.stream()
                            .map(Answer::letter)
                            .flatMap(Stream::ofNullable)
                            .toList());
        };
    }
}
