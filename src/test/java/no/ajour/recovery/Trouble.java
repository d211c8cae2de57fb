package no.ajour.recovery;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import no.ajour.sandbox.Call;
import no.ajour.sandbox.FaultRule;
import no.ajour.sandbox.HelsenorgeSandbox;
import no.ajour.sandbox.JftSandbox;
import no.ajour.sandbox.Sandbox;
import no.ajour.testing.OwnServer;

/** What can go wrong around a run. Some of it happens at once, some at a moment of the run that chance chooses. */
// Lambdas without state.
@SuppressWarnings("ImmutableEnumChecker")
enum Trouble {
    // Of an API.
    TOO_MANY(around -> around.calls().tooManyRequests(Duration.ofSeconds(around.between(0, 3)))),
    UNAVAILABLE(around -> around.calls().status(around.oneOf(List.of(408, 500, 502, 503, 504)))),
    GARBAGE(around -> around.calls().garbage()),
    WRONG_TYPE(around -> around.calls()
            .contentType(around.oneOf(List.of("text/html", "application/xml", "application/json;charset=utf-16", "")))),
    HUGE(around -> around.calls().change(answer -> answer.text(" ".repeat(40_000_000)))),
    MORE_FIELDS(around -> around.everyCall().extraFields()),
    WRONG_CLOCK(around -> around.everyCall().dateSkew(Duration.ofSeconds(around.between(-600, 600)))),

    // Of JFT's searches.
    CURSORS_EXPIRE(around ->
            around.searches().run(() -> around.sandbox().jft().behaviour().expireCursors())),
    REPEATED_EVENTS(
            around -> around.sandbox().jft().behaviour().repeatAcrossPages(true),
            around -> around.sandbox().jft().behaviour().repeatAcrossPages(false)),
    REVERSED_EVENTS(around -> around.searches().always().reversed()),
    EVENTS_CHANGE_MEANWHILE(around -> around.searches().times(5).run(around.world()::touch)),
    LAGGING_REPLICA(around -> around.searches().times(3).fromThePast(around.past())),

    // Of HelseID.
    TOKENS_EXPIRE(around ->
            around.calls().times(1).run(() -> around.sandbox().helseId().expireTokens())),
    KEYS_ROTATE(around ->
            around.calls().times(1).run(() -> around.sandbox().helseId().rotateKeys())),
    CLOCKS_APART(
            around -> {
                var ahead = Duration.ofSeconds(around.between(-600, 600));
                around.sandbox().helseId().clockAhead(ahead);
                around.everyCall().dateSkew(ahead);
            },
            around -> around.sandbox().helseId().clockAhead(Duration.ZERO)),
    NO_TOKENS(around -> around.tokens().status(around.oneOf(List.of(429, 500, 503)))),
    SCOPE_REFUSED(
            around -> around.sandbox()
                    .helseId()
                    .rejectScope(
                            around.oneOf(List.of(
                                    JftSandbox.SCOPE, HelsenorgeSandbox.CHANGES_SCOPE, HelsenorgeSandbox.CHECK_SCOPE)),
                            null),
            around -> around.sandbox().helseId().acceptAllScopes()),

    // Of the way to an API. After what changes answers, since only a whole one can be changed.
    SLOW(around -> around.calls().latency(Duration.ofMillis(around.between(200, 1500)))),
    SILENT(around -> around.some(around.calls()).noAnswer()),
    RESET(around -> around.some(around.calls()).drop()),
    TRICKLE(around -> around.calls().trickle(Duration.ofMillis(around.between(50, 400)))),
    CUT(around -> around.calls().cutAfter(around.between(0, 4000))),
    CUT_CHUNKS(around -> around.calls().cutChunkedAfter(around.between(0, 4000))),

    // Of the database.
    CONNECTIONS_CUT(around -> around.then(around.base()::cutConnections)),
    BACKEND_KILLED(around -> around.then(around.base()::killBackend)),
    DATABASE_RESTARTED(
            around -> around.then(() -> around.base().stop(around.oneOf(List.of(OwnServer.End.values())))),
            around -> around.base().comeBack()),
    FAIL_OVER(
            around -> around.then(() -> around.base().failOver(around.oneOf(List.of(OwnServer.End.values())))),
            around -> around.base().comeBack()),
    READ_ONLY(around -> around.then(around.base()::readOnly), around -> around.base()
            .writable()),
    DISK_FULL(
            around -> around.then(around.base()::full), around -> around.base().empty());

    /** What a trouble has to do with: an installation, a run of a job, and chance. */
    record Around(
            World world, Base base, Job job, RandomGenerator random, Map<String, String> past, Ambushes ambushes) {
        Sandbox sandbox() {
            return world.sandbox();
        }

        /** One to six of the run's calls, from some call on. */
        FaultRule calls() {
            return world.sandbox()
                    .faults()
                    .when(Job::makes)
                    .skip(random.nextInt(job.calls()))
                    .times(1 + random.nextInt(6));
        }

        FaultRule everyCall() {
            return world.sandbox().faults().when(call -> true).always();
        }

        FaultRule searches() {
            return world.sandbox().faults().on(Sandbox.JFT_READ).skip(random.nextInt(8));
        }

        FaultRule tokens() {
            return world.sandbox()
                    .faults()
                    .when((Call call) -> !Job.makes(call))
                    .skip(random.nextInt(3))
                    .times(1 + random.nextInt(3));
        }

        /** The call takes effect, or it does not. */
        FaultRule some(FaultRule rule) {
            return random.nextBoolean() ? rule.afterHandling() : rule;
        }

        int between(int from, int to) {
            return random.nextInt(from, to + 1);
        }

        <T> T oneOf(List<T> all) {
            return all.get(random.nextInt(all.size()));
        }

        /** Lets it happen to the database at some moment of the run. */
        void then(Runnable blow) {
            ambushes.add(Moment.random(random, job).then(world, Base.orNot(blow)));
        }
    }

    /** Does something. */
    @FunctionalInterface
    interface Act {
        void on(Around around);
    }

    private final Act begin;
    private final Act end;

    /** @param begin what ends with all rules of the sandbox, or by itself */
    Trouble(Act begin) {
        this(begin, around -> {});
    }

    Trouble(Act begin, Act end) {
        this.begin = begin;
        this.end = end;
    }

    void begin(Around around) {
        begin.on(around);
    }

    /** All is well again, whether it happened or not. */
    void end(Around around) {
        end.on(around);
    }

    /** Whether runs may end as wrongly configured for it. */
    boolean looksLikeWrongConfiguration() {
        return this == SCOPE_REFUSED || this == CLOCKS_APART;
    }
}
