package no.ajour.sandbox;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The one door: finds the API, lets faults have their say, sends the answer and writes the book. */
final class Gate implements AutoCloseable {
    private final URI origin;
    private final Map<String, Api> apis;
    private final InstantSource clock;
    private final Faults faults;
    private final Book book;
    private final CountDownLatch closing = new CountDownLatch(1);

    Gate(URI origin, Map<String, Api> apis, InstantSource clock, Faults faults, Book book) {
        this.origin = origin;
        this.apis = apis;
        this.clock = clock;
        this.faults = faults;
        this.book = book;
    }

    void handle(RequestReader.Request request, Connection connection) throws IOException {
        Call call = new Call(clock.instant(), origin, request);
        try {
            Answer answer = answer(call, connection).dated(clock.instant());
            connection.send(answer, () -> {
                bookOnce(call, answer.status());
                answer.sent();
            });
        } catch (IOException | RuntimeException e) {
            bookOnce(call, 0);
            if (e instanceof RuntimeException broken && !closed()) {
                book.defect(call, broken);
            }
            throw e;
        }
    }

    private Answer answer(Call call, Connection connection) throws IOException {
        Api api = apis.get(call.api());
        if (api == null) {
            return refuse(call, Refused.violation(Answer.empty(404), "there is no API " + call.api()));
        }
        List<Effect> effects = faults.effects(call);
        for (Effect effect : effects) {
            // Not a switch over patterns: the formatter also runs on JDK 17, which cannot parse one.
            if (effect instanceof Effect.Delay delay) {
                pause(delay.time());
            } else if (effect instanceof Effect.Act act) {
                act.action().run();
            } else if (effect instanceof Effect.Instead instead) {
                inspect(api, call);
                return instead.answer();
            } else if (effect instanceof Effect.Lose lose && !lose.handled()) {
                inspect(api, call);
                throw lose(lose, connection);
            }
        }
        Answer answer = serve(api, call);
        for (Effect effect : effects) {
            if (effect instanceof Effect.Change change) {
                answer = change.change().apply(call, answer);
            } else if (effect instanceof Effect.Lose lose) {
                throw lose(lose, connection);
            }
        }
        return answer;
    }

    private Answer serve(Api api, Call call) {
        try {
            return api.handle(call);
        } catch (Refused refused) {
            return refuse(call, refused);
        }
    }

    private void inspect(Api api, Call call) {
        try {
            api.inspect(call);
        } catch (Refused refused) {
            refuse(call, refused);
        }
    }

    private Answer refuse(Call call, Refused refused) {
        book.refusal(call, refused);
        return refused.answer();
    }

    /** Ends the connection without an answer: at once, or silently when the sandbox closes. */
    private IOException lose(Effect.Lose how, Connection connection) throws IOException {
        if (how.silently()) {
            pause(Duration.ofHours(1));
        }
        connection.reset();
        return new IOException("The connection was reset by a fault");
    }

    private void pause(Duration time) {
        try {
            boolean stopped = closing.await(time.toNanos(), TimeUnit.NANOSECONDS);
            if (stopped) {
                throw new IllegalStateException("The sandbox is closing");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A connection may break after the book was written and before the last byte is out. */
    private void bookOnce(Call call, int status) {
        if (call.firstBooking()) {
            book.request(call, status);
        }
    }

    private boolean closed() {
        return closing.getCount() == 0;
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
