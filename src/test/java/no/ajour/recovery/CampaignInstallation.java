package no.ajour.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import no.ajour.run.ExitCode;
import no.ajour.testing.AjourProcess;
import no.ajour.testing.DaylightSavingNight;
import no.ajour.testing.Installation;

/**
 * An installation of two municipalities that lives through rounds of trouble. In each round one job has work, one to three
 * processes of it run among one to three troubles, and some of them are killed, stopped or frozen; then all is well again, a
 * plain run follows, and both sides' books are compared.
 */
final class CampaignInstallation implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(4);
    /** The most rounds that one has work for. */
    static final int ROUNDS = 25;

    private static final List<Job> JOBS = List.of(Job.values());
    private static final List<Trouble> TROUBLES = List.of(Trouble.values());
    private static final int KILLED = 137;
    private static final Set<Integer> USUAL = Set.of(
            ExitCode.DONE.code(),
            ExitCode.DONE_WITH_DEAD_LETTERS.code(),
            ExitCode.ALREADY_RUNNING.code(),
            ExitCode.TRY_LATER.code(),
            ExitCode.STOPPED.code(),
            KILLED);

    /** What lives through the troubles of a round. */
    private enum Form {
        /** One to three, of which some are killed, stopped or frozen. */
        SOME_PROCESSES,
        /** One that stands still until others have its lease, and wakes up then. */
        OVERTAKEN,
        /** A node of {@code ajour serve}, which takes longest. */
        SERVICE;

        static Form any(RandomGenerator random) {
            int one = random.nextInt(20);
            return one == 0 ? SERVICE : one < 7 ? OVERTAKEN : SOME_PROCESSES;
        }
    }

    private final long seed;
    private final RandomGenerator random;
    private final CampaignReport report;
    private final Base base;
    private final World world;
    private final BothBooks books;
    private final Map<String, String> past = new ConcurrentHashMap<>();
    private List<Integer> exitCodes = List.of();
    private long calls;

    private CampaignInstallation(long seed, RandomGenerator random, CampaignReport report, Base base, World world) {
        this.seed = seed;
        this.random = random;
        this.report = report;
        this.base = base;
        this.world = world;
        this.books = new BothBooks(world).whereClocksDiffer();
    }

    static CampaignInstallation of(long seed, CampaignReport report) throws IOException {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        var base = Base.start(random);
        var world = new World(base.database(), random, "310000019", "310000027");
        world.ajour().set("spring.datasource.url", base.url());
        for (var api : List.of("jft-read", "jft-write", "helsenorge", "kjernejournal", "phr", "phr-documents")) {
            world.ajour()
                    .set("ajour.apis." + api + ".call-timeout", "3s")
                    .set("ajour.apis." + api + ".attempts", "2")
                    .set("ajour.apis." + api + ".first-backoff", "100ms")
                    .set("ajour.apis." + api + ".longest-backoff", "500ms")
                    .set("ajour.apis." + api + ".longest-retry-after", "2s");
        }
        world.ajour().set("ajour.jobs.document-references.fetch.pause", "1s");
        world.plainRunsHere();
        world.documents().sessionsMayBeLost();
        return new CampaignInstallation(seed, random, report, base, world);
    }

    /** Brings it to where every job has its usual work. */
    void prepare() {
        for (var job : Job.values()) {
            world.prepare(job, ROUNDS);
        }
        world.sandbox().faults().clear();
    }

    void round(int number) throws Exception {
        var job = oneOf(JOBS);
        var troubles = some();
        var form = Form.any(random);
        var what = "round " + number + ", " + job + ", " + form + " among " + troubles + ", clocks " + clocks();
        long begun = System.nanoTime();
        try {
            round(form, job, troubles);
            System.out.printf("seed %d %s: %s, %.1f s%n", seed, what, exitCodes, (System.nanoTime() - begun) / 1e9);
        } catch (Exception | AssertionError e) {
            throw new AssertionError(what + ": " + e.getMessage(), e);
        }
        report.round(job, troubles);
    }

    private void round(Form form, Job job, List<Trouble> troubles) throws Exception {
        world.change(job);
        if (random.nextInt(3) == 0) {
            world.comeAndGo();
        }
        switch (form) {
            case SOME_PROCESSES -> among(troubles, job, ambushes -> processes(job, ambushes));
            case OVERTAKEN -> overtaken(job, troubles);
            case SERVICE -> service(job, troubles);
        }
        books.hold();
        world.finish(job);
        world.retryLetters(job);
        world.settle(job);
        books.agree(job);
        nothingLeaks();
        onlyKnownNumbersAreHere();
        long served = world.sandbox().book().requests().size();
        report.served(served - calls);
        calls = served;
    }

    /** For processes that start from now on, the clocks may be put forward or back while they live. */
    private String clocks() {
        var change = Instant.now().plusSeconds(random.nextInt(20));
        var clocks = oneOf(List.of("right", "right", "right", "right", "put forward", "put back"));
        world.ajour()
                .java(
                        switch (clocks) {
                            case "put forward" -> DaylightSavingNight.forward(change);
                            case "put back" -> DaylightSavingNight.back(change);
                            default -> List.of();
                        });
        report.blow("clocks " + clocks);
        return clocks;
    }

    private void overtaken(Job job, List<Trouble> troubles) {
        var overtaken = new Overtaken(world, job, random);
        among(troubles, job, overtaken::processes);
        overtaken.check();
        report.blow(overtaken.happened() ? "overtaken" : "not overtaken");
    }

    private void service(Job job, List<Trouble> troubles) throws IOException {
        var service = Service.start(world);
        service.workInPeace();
        var before = service.vitals();
        for (var trouble : troubles) {
            among(List.of(trouble), job, ambushes -> {
                service.work(job);
                return List.of();
            });
            service.workInPeace();
        }
        service.holdsNoMoreThan(before);
        var ended = service.end();
        exitCodes = List.of(ended.exitCode());
        judge(ended, List.of());
        report.blow("service");
    }

    /** Has all of it end well, whatever the troubles were. */
    private void among(List<Trouble> troubles, Job job, Function<Ambushes, List<Installation.Result>> work) {
        world.sandbox().faults().when(Job::makes).always().latency(Duration.ofMillis(10));
        world.sandbox().faults().on("jft-read").always().remember(past);
        try (var ambushes = new Ambushes()) {
            var around = new Trouble.Around(world, base, job, random, past, ambushes);
            troubles.forEach(trouble -> trouble.begin(around));
            List<Installation.Result> ended;
            try {
                ended = work.apply(ambushes);
            } finally {
                ambushes.close();
                // The server first: the others' end needs it.
                base.comeBack();
                troubles.forEach(trouble -> trouble.end(around));
                world.sandbox().faults().clear();
            }
            exitCodes = ended.stream().map(Installation.Result::exitCode).toList();
            ended.forEach(result -> judge(result, troubles));
        }
    }

    private List<Installation.Result> processes(Job job, Ambushes ambushes) {
        int number = 1 + Math.max(0, random.nextInt(6) - 3);
        var processes = new ArrayList<AjourProcess>();
        for (int i = 0; i < number; i++) {
            var victim = new Victim();
            blow(job, victim, ambushes);
            processes.add(victim.is(world.start(job)));
        }
        return processes.stream().map(process -> process.end(LIMIT)).toList();
    }

    private void blow(Job job, Victim victim, Ambushes ambushes) {
        var blow = oneOf(List.of("none", "none", "kill", "terminate", "freeze"));
        var pause = Duration.ofMillis(random.nextInt(2 * (int) World.LEASE_LIFE.toMillis()));
        Runnable strike =
                switch (blow) {
                    case "kill" -> victim::kill;
                    case "terminate" -> victim::terminate;
                    case "freeze" -> () -> victim.freezeFor(pause);
                    default -> null;
                };
        report.blow(blow);
        if (strike != null) {
            ambushes.add(Moment.random(random, job).then(world, strike));
        }
    }

    private void judge(Installation.Result result, List<Trouble> troubles) {
        report.ended(result.exitCode());
        var allowed = new HashSet<>(USUAL);
        if (troubles.stream().anyMatch(Trouble::looksLikeWrongConfiguration)
                || result.out().contains("ajour login --tenant")) {
            allowed.add(ExitCode.CONFIGURATION.code());
        }
        assertThat(result.exitCode()).as("exit code of %s", result).isIn(allowed);
        assertThat(result.out() + result.err())
                .as("what it printed")
                .doesNotContain("\n\tat ", "OutOfMemoryError", "StackOverflowError");
    }

    /** Finishes what every job has left, and compares the books a last time. */
    void settle() {
        for (var job : Job.values()) {
            world.settle(job);
            world.retryLetters(job);
            books.agree(job);
        }
    }

    private void nothingLeaks() {
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(base.connections())
                .as("connections that are open after the last process has ended")
                .isZero());
    }

    private void onlyKnownNumbersAreHere() {
        var here = new HashSet<>(world.database()
                .sql("select nin from ajour.patient")
                .query(String.class)
                .list());
        here.removeAll(world.everyone());
        assertThat(here.size()).as("persons who are nobody's patients").isZero();
    }

    private List<Trouble> some() {
        var chosen = EnumSet.noneOf(Trouble.class);
        int number = 1 + random.nextInt(3);
        while (chosen.size() < number) {
            chosen.add(oneOf(TROUBLES));
        }
        return List.copyOf(chosen);
    }

    private <T> T oneOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    @Override
    public void close() throws Exception {
        try {
            world.close();
        } finally {
            base.close();
        }
    }
}
