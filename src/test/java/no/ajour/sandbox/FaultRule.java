package no.ajour.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One kind of misbehaviour: which requests, how often, and what happens. It is armed by the last call of its chain. */
public final class FaultRule {
    private final Predicate<Call> condition;
    private final List<FaultRule> armed;
    private final AtomicInteger seen = new AtomicInteger();
    private final AtomicInteger hits = new AtomicInteger();
    private int first;
    private int most = 1;
    private boolean handled;
    private @Nullable Effect effect;

    FaultRule(Predicate<Call> condition, List<FaultRule> armed) {
        this.condition = condition;
        this.armed = armed;
    }

    /** Leaves the first so many matching requests alone. */
    public FaultRule skip(int requests) {
        first = requests;
        return this;
    }

    /** Strikes so many matching requests instead of one. */
    public FaultRule times(int requests) {
        most = requests;
        return this;
    }

    public FaultRule always() {
        return times(Integer.MAX_VALUE);
    }

    /** For {@link #drop} and {@link #noAnswer}: the request takes effect, and only its answer is lost. */
    public FaultRule afterHandling() {
        handled = true;
        return this;
    }

    /** Waits before the request is served, in real time. */
    public FaultRule latency(Duration time) {
        return arm(new Effect.Delay(time));
    }

    /** Does something just before the request is served: expire tokens, update an event, step the clock. */
    public FaultRule run(Runnable action) {
        return arm(new Effect.Act(action));
    }

    public FaultRule status(int status) {
        return status(status, Map.of("Content-Type", "text/plain"), "Fault " + status);
    }

    public FaultRule status(int status, Map<String, String> headers, String body) {
        return arm(new Effect.Instead(Answer.of(status, headers, body)));
    }

    public FaultRule tooManyRequests(Duration retryAfter) {
        return status(429, Map.of("Retry-After", Long.toString(retryAfter.toSeconds())), "");
    }

    /** Resets the connection (RST) without an answer. */
    public FaultRule drop() {
        return arm(new Effect.Lose(handled, false));
    }

    /** Keeps the connection open and says nothing, until the client gives up or the sandbox closes. */
    public FaultRule noAnswer() {
        return arm(new Effect.Lose(handled, true));
    }

    /** Breaks the connection after so many bytes of the body; the length declared is still that of the whole. */
    public FaultRule cutAfter(long bytes) {
        return change(answer -> answer.cutAfter(bytes));
    }

    /** As {@link #cutAfter}, of a chunked body, which no declared length gives away. */
    public FaultRule cutChunkedAfter(long bytes) {
        return change(answer -> answer.chunked().cutAfter(bytes));
    }

    /** The right status and type, and a body that is none. */
    public FaultRule garbage() {
        return change(answer -> answer.whenSent(() -> {}).text("<html><body>Proxy \0\7 {\"resourceType\":</body>"));
    }

    public FaultRule contentType(String type) {
        return change(answer -> answer.header("Content-Type", type));
    }

    /** Adds a field that nobody knows to every object of a JSON answer. */
    public FaultRule extraFields() {
        return change(ExtraFields::addTo);
    }

    /** The {@code Date} header is off by so much; negative is behind. */
    public FaultRule dateSkew(Duration skew) {
        return arm(new Effect.Change((call, answer) -> answer.date(call.time().plus(skew))));
    }

    public FaultRule change(UnaryOperator<Answer> change) {
        return arm(new Effect.Change((call, answer) -> change.apply(answer)));
    }

    /** Keeps the bodies that are served, by path and municipality, for {@link #fromThePast}. */
    public FaultRule remember(Map<String, String> bodies) {
        return arm(new Effect.Change((call, answer) -> {
            bodies.put(call.path() + " " + call.tenant(), answer.text());
            return answer;
        }));
    }

    /** Serves what was kept by {@link #remember}, as a replica that lags behind; else what there is. */
    public FaultRule fromThePast(Map<String, String> bodies) {
        return arm(new Effect.Change((call, answer) -> {
            var body = bodies.get(call.path() + " " + call.tenant());
            return body == null ? answer : answer.whenSent(() -> {}).text(body);
        }));
    }

    /** Turns the entries of a searchset round. */
    public FaultRule reversed() {
        return change(answer -> answer.text(ReversedEntries.of(answer.text())));
    }

    /** Sends a body a few bytes at a time, with so much time between them. */
    public FaultRule trickle(Duration pause) {
        return change(answer -> answer.trickling(pause));
    }

    /** How many requests it has struck. */
    public int hits() {
        return hits.get();
    }

    public void disarm() {
        armed.remove(this);
    }

    private FaultRule arm(Effect what) {
        effect = what;
        armed.add(this);
        return this;
    }

    Optional<Effect> effectOn(Call call) {
        if (!condition.test(call)) {
            return Optional.empty();
        }
        int number = seen.getAndIncrement();
        if (number < first || number - first >= most) {
            return Optional.empty();
        }
        hits.incrementAndGet();
        return Optional.ofNullable(effect);
    }
}
