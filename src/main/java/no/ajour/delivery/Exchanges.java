package no.ajour.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import no.ajour.run.FetchAhead;
import no.ajour.run.InFlight;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the calls of a step, several at a time and ahead of the transactions that record their answers. Answers are
 * handed on in lists, one a transaction; when a call fails, those that came before it are handed on first.
 */
public final class Exchanges {
    private static final Logger log = LoggerFactory.getLogger(Exchanges.class);
    private static final int LISTS_AHEAD = 4;

    private final Pace pace;

    /** @param pace how many calls are made at a time, and when to give up for now */
    public Exchanges(Pace pace) {
        this.pace = pace;
    }

    /** The answers of a step's calls. */
    public <T, A extends Answer> FetchAhead<List<A>> reader(String name, Work<T> work, Function<T, A> call) {
        return new FetchAhead<>(name, LISTS_AHEAD, sink -> readInto(sink, work, call));
    }

    private <T, A extends Answer> void readInto(FetchAhead.Sink<List<A>> sink, Work<T> work, Function<T, A> call)
            throws InterruptedException {
        var brake = new Brake(pace.failuresInARow());
        var answers = new ArrayList<A>();
        try {
            InFlight.each(
                    brake.over(work.begin(sink)),
                    pace.callsInFlight(),
                    call,
                    answer -> {
                        tell(answer);
                        brake.count(answer);
                        answers.add(answer);
                        if (answers.size() >= pace.chunkSize()) {
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

    private static void endAfter(Exception failure, Work<?> work) {
        try {
            work.end();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private static <A> void hand(List<A> answers, FetchAhead.Sink<List<A>> sink) throws InterruptedException {
        if (!answers.isEmpty()) {
            sink.put(List.copyOf(answers));
            answers.clear();
        }
    }

    private static void tell(Answer answer) {
        var unanswered = answer.unanswered();
        if (unanswered != null) {
            log.info(
                    unanswered.sent() ? "{}: {}. JFT is asked about it later" : "{} was not sent: {}",
                    answer.item(),
                    unanswered.message());
        }
    }
}
