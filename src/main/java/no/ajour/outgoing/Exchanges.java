package no.ajour.outgoing;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import no.ajour.http.Timing;
import no.ajour.run.FetchAhead;
import no.ajour.run.InFlight;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the calls of a step, several at a time and ahead of the transactions that record their answers. Answers are
 * handed on in lists, one a transaction; when a call fails, those that came before it are handed on first.
 */
final class Exchanges {
    private static final Logger log = LoggerFactory.getLogger(Exchanges.class);
    private static final int LISTS_AHEAD = 4;

    /** Work to make a call about. May wait. */
    @FunctionalInterface
    interface Work {
        Iterator<OutgoingEvent> begin(FetchAhead.Sink<?> sink) throws InterruptedException;

        /** Called after the last call; what was given and not taken is not called about. */
        default void end() {}
    }

    private final OutgoingSettings settings;
    private final Timing timing;

    Exchanges(OutgoingSettings settings, Timing timing) {
        this.settings = settings;
        this.timing = timing;
    }

    FetchAhead<List<Answer>> reader(String name, Work work, Function<OutgoingEvent, Outcome> call) {
        return new FetchAhead<>(name, LISTS_AHEAD, sink -> readInto(sink, work, call));
    }

    private void readInto(FetchAhead.Sink<List<Answer>> sink, Work work, Function<OutgoingEvent, Outcome> call)
            throws InterruptedException {
        var brake = new Brake(settings);
        var answers = new ArrayList<Answer>();
        try {
            InFlight.each(
                    brake.over(work.begin(sink)),
                    settings.callsInFlight(),
                    event -> new Answer(event, call.apply(event), timing.instant()),
                    answer -> {
                        tell(answer);
                        brake.count(answer);
                        answers.add(answer);
                        if (answers.size() >= settings.chunkSize()) {
                            hand(answers, sink);
                        }
                    },
                    sink::stopped);
        } catch (RuntimeException | InterruptedException e) {
            hand(answers, sink);
            endAfter(e, work);
            throw e;
        }
        hand(answers, sink);
        work.end();
        brake.release();
    }

    private static void endAfter(Exception failure, Work work) {
        try {
            work.end();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private static void hand(List<Answer> answers, FetchAhead.Sink<List<Answer>> sink) throws InterruptedException {
        if (!answers.isEmpty()) {
            sink.put(List.copyOf(answers));
            answers.clear();
        }
    }

    private static void tell(Answer answer) {
        switch (answer.outcome()) {
            case Outcome.NoAnswer none -> log.info("{}: {}", answer.event(), none.message());
            case Outcome.NotSent unsent -> log.info("{} was not sent: {}", answer.event(), unsent.message());
            default -> {}
        }
    }
}
