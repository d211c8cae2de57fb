package no.ajour.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import no.ajour.sandbox.Book;
import no.ajour.sandbox.Citizen;
import no.ajour.sandbox.EventFactory;
import no.ajour.sandbox.HealthRecord;
import no.ajour.sandbox.Sandbox;
import no.ajour.sandbox.SyntheticNin;
import no.ajour.testing.AjourProcess;
import no.ajour.testing.Installation;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An installation with small pages and short leases, and what goes on around it while it is being broken. */
final class World implements AutoCloseable {
    static final Duration LEASE_LIFE = Duration.ofSeconds(3);

    private static final Duration SETTLE_TIME = Duration.ofSeconds(4);
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int PATIENTS = 70;
    private static final int CHANGES = 50;
    private static final int EVENTS = 30;
    private static final int JOURNALED = 8;
    private static final int QUEUED = 8;
    private static final int NEWLY_LISTED = 16;
    private static final int WITH_DOCUMENTS = 8;

    private final HikariDataSource pool;
    private final Installation ajour;
    private final RandomGenerator random;
    private final EventFactory events;
    private final Documents documents;
    private final Map<String, List<String>> patients = new LinkedHashMap<>();
    private final Map<String, Citizen> statuses = new HashMap<>();
    private final Map<String, Instant> changed = new HashMap<>();
    private boolean plainRunsHere;
    private int known;
    private int queued;

    /** @param tenants organisation numbers */
    World(HikariDataSource database, RandomGenerator random, String... tenants) {
        this.pool = database;
        this.random = random;
        this.events = new EventFactory(InstantSource.system(), random.nextLong());
        var municipalities = new LinkedHashMap<String, String>();
        for (var tenant : tenants) {
            municipalities.put(tenant, "Municipality " + tenant);
            patients.put(tenant, new ArrayList<>());
        }
        ajour = SmallSteps.set(Installation.of(database, municipalities), database, SETTLE_TIME)
                .set("ajour.jobs.health-indicators.tenants", String.join(",", tenants));
        documents = new Documents(ajour, List.of(tenants));
        ajour.sandbox().kjernejournal().everyoneElse(World::healthRecord);
        ajour.sandbox().helsenorge().everyoneElse(fnr -> Citizen.ACTIVE);
        if (database()
                .sql("select to_regclass('ajour.run') is null")
                .query(Boolean.class)
                .single()) {
            assertThat(ajour.start("migrate").end(LIMIT).exitCode()).isZero();
        }
        database()
                .sql("create schema ehr create table patient (orgnr text not null, nin text not null)")
                .update();
        patients.forEach((tenant, numbers) -> list(tenant, numbers, PATIENTS));
    }

    /** Brings the installation to where a job has its usual work from now on. */
    void prepare(Job job, int rounds) {
        switch (job) {
            case DIGITAL_ACTIVE, HEALTH_INDICATORS -> finish(job);
            case JOURNAL_EVENTS -> addEvents(EVENTS);
            case ACKNOWLEDGEMENTS -> {
                addEvents(JOURNALED * (rounds + 2));
                finish(Job.JOURNAL_EVENTS);
            }
            // The database knows a tenant from its first run on, and queues nothing for one that it does not know.
            case OUTGOING_EVENTS -> finish(Job.DIGITAL_ACTIVE);
            case DOCUMENT_REFERENCES -> {
                documents.logIn();
                patients.values()
                        .forEach(numbers ->
                                numbers.stream().limit(WITH_DOCUMENTS).forEach(documents::add));
                finish(job);
            }
        }
        ajour.sandbox().faults().when(Job::makes).always().latency(Duration.ofMillis(20));
    }

    /** Makes work for the next run of a job. */
    void change(Job job) {
        switch (job) {
            case DIGITAL_ACTIVE -> {
                patients.forEach((tenant, numbers) -> {
                    numbers.stream()
                            .skip(random.nextInt(PATIENTS - CHANGES))
                            .limit(CHANGES)
                            .forEach(this::change);
                    list(tenant, numbers, 2);
                });
                ajour.sandbox()
                        .helsenorge()
                        .changed(() -> SyntheticNin.numbers(SyntheticNin.Kind.PLUS_80, 1_000_000, 500));
            }
            case JOURNAL_EVENTS -> {
                addEvents(EVENTS);
                patients.forEach((tenant, numbers) -> update(tenant, numbers.getFirst()));
            }
            case ACKNOWLEDGEMENTS -> journal(JOURNALED);
            case OUTGOING_EVENTS -> queue(QUEUED);
            case HEALTH_INDICATORS -> patients.forEach((tenant, numbers) -> list(tenant, numbers, NEWLY_LISTED));
            case DOCUMENT_REFERENCES -> {
                documents.request();
                patients.forEach((tenant, numbers) ->
                        list(tenant, numbers, WITH_DOCUMENTS).forEach(documents::add));
            }
        }
    }

    /**
     * Gives the job as an operator would after trouble: again once what is said to run elsewhere is over, and never when it
     * ended otherwise. All tenants must have had their run.
     */
    void finish(Job job) {
        var result = plainRun(job);
        for (int starts = 1; documents.loggedInAgain(result) || saidToRun(result); starts++) {
            assertThat(starts)
                    .as("plain runs of %s, the last of them %s", job, result)
                    .isLessThan(4);
            awaitLeases(job);
            result = plainRun(job);
        }
        assertThat(result.exitCode()).as("a plain run: %s", result).isZero();
    }

    void awaitLeases(Job job) {
        await().atMost(LIMIT).until(() -> leasesAreFree(job));
    }

    /** Whether no process has a lease of the job, or only such as have been silent for too long. */
    boolean leasesAreFree(Job job) {
        return count("select count(*) from ajour.lease where holder is not null"
                        + " and expires_at >= clock_timestamp() and job = '" + job + "'")
                == 0;
    }

    private static boolean saidToRun(Installation.Result result) {
        return result.exitCode() == 20
                || (result.exitCode() == 0 && result.out().contains(" already running "));
    }

    /** Has an operator retry what became a dead letter for a fault that is over. */
    void retryLetters(Job job) {
        if (count("select count(*) from ajour.dead_letter where state = 'unresolved' and job = '" + job + "'") > 0) {
            var retried = ajour.start("dead-letters", "retry", "--job", job.toString())
                    .end(LIMIT);
            assertThat(retried.exitCode())
                    .as("a retry of dead letters: %s", retried)
                    .isZero();
        }
    }

    /** From now on plain runs are commands in this process, which take a fraction of what a process of their own takes. */
    void plainRunsHere() {
        plainRunsHere = true;
    }

    private Installation.Result plainRun(Job job) {
        return plainRunsHere ? ajour.ajour("run", job.toString()) : start(job).end(LIMIT);
    }

    /** Finishes the job until nothing is left to do. What was sent needs time to settle. */
    void settle(Job job) {
        finish(job);
        switch (job) {
            case OUTGOING_EVENTS -> settle(job, "ajour.outgoing_event");
            case ACKNOWLEDGEMENTS -> settle(job, "ajour.acknowledgement");
            case DOCUMENT_REFERENCES -> fetchAgain();
            default -> {}
        }
    }

    // What could not be fetched is not tried again at once.
    private void fetchAgain() {
        while (count("select count(*) from ajour.document_request") > 0) {
            await().atMost(LIMIT).until(() -> count("""
                                    select count(*) from ajour.document_request where next_at <= clock_timestamp()
                                    """) > 0);
            finish(Job.DOCUMENT_REFERENCES);
        }
    }

    private void settle(Job job, String table) {
        while (count("select count(*) from " + table + " where state in ('queued', 'pending', 'sending', 'accepted')")
                > 0) {
            await().atMost(LIMIT).until(() -> database()
                    .sql("select not exists (select from " + table + """
                             where state = 'sending' and sending_at > clock_timestamp() - :settle * interval '1 s'
                                or state = 'accepted' and next_status_at > clock_timestamp())
                            """)
                    .param("settle", SETTLE_TIME.toSeconds())
                    .query(Boolean.class)
                    .single());
            finish(job);
        }
    }

    AjourProcess start(Job job) {
        return ajour.start("run", job.toString());
    }

    Installation ajour() {
        return ajour;
    }

    Sandbox sandbox() {
        return ajour.sandbox();
    }

    JdbcClient database() {
        return ajour.database();
    }

    Documents documents() {
        return documents;
    }

    HikariDataSource pool() {
        return pool;
    }

    long count(String sql) {
        return database().sql(sql).query(Long.class).single();
    }

    List<String> tenants() {
        return List.copyOf(patients.keySet());
    }

    /** A citizen's status at Helsenorge. */
    Citizen status(String fnr) {
        return statuses.getOrDefault(fnr, Citizen.ACTIVE);
    }

    /** What Kjernejournal has of a citizen. */
    static HealthRecord healthRecord(String fnr) {
        return HealthRecord.of(1 + fnr.charAt(10) % 3);
    }

    /** When citizens last changed, at the latest. */
    Map<String, Instant> changed() {
        return changed;
    }

    /** Some leave the lists of their municipalities, and some who had left come back. */
    void comeAndGo() {
        patients.forEach((tenant, numbers) -> {
            // The first ones have documents.
            var fnr = numbers.get(WITH_DOCUMENTS + random.nextInt(PATIENTS - WITH_DOCUMENTS));
            boolean left = database()
                            .sql("delete from ehr.patient where orgnr = :tenant and nin = :nin")
                            .param("tenant", tenant)
                            .param("nin", fnr)
                            .update()
                    > 0;
            if (!left) {
                enter(tenant, fnr);
            }
        });
    }

    /** What goes on at the APIs whoever stands still here: statuses change, and JFT gets newer versions of some events. */
    void changeAtApis() {
        patients.forEach((tenant, numbers) -> numbers.stream().limit(CHANGES).forEach(this::change));
        touch();
    }

    /** JFT gets a newer version of some events. */
    void touch() {
        patients.forEach((tenant, numbers) -> update(tenant, numbers.getLast()));
    }

    /** Whoever was ever on a list; events are of nobody else. */
    Set<String> everyone() {
        return patients.values().stream().flatMap(List::stream).collect(Collectors.toSet());
    }

    // Returns those who were added.
    private List<String> list(String tenant, List<String> numbers, int more) {
        for (int i = 0; i < more; i++) {
            var fnr = SyntheticNin.number(known++);
            numbers.add(fnr);
            enter(tenant, fnr);
        }
        return numbers.subList(numbers.size() - more, numbers.size());
    }

    private void enter(String tenant, String fnr) {
        database()
                .sql("insert into ehr.patient (orgnr, nin) values (:tenant, :nin)")
                .param("tenant", tenant)
                .param("nin", fnr)
                .update();
    }

    private void change(String fnr) {
        var status = new Citizen(random.nextBoolean(), random.nextBoolean(), random.nextBoolean());
        statuses.put(fnr, status);
        ajour.sandbox().helsenorge().change(fnr, status);
        changed.put(fnr, Instant.now());
    }

    private void addEvents(int number) {
        patients.forEach((tenant, numbers) -> {
            for (int i = 0; i < number; i++) {
                ajour.sandbox().jft().add(tenant, events.any(numbers.get(random.nextInt(numbers.size())), i));
            }
        });
    }

    // Some of the events that are there already: one with new content, some with only a new time.
    private void update(String tenant, String fnr) {
        var jft = ajour.sandbox().jft();
        var held = jft.versions(tenant).stream()
                .collect(Collectors.groupingBy(Book.Version::type))
                .getOrDefault("Composition", List.of());
        jft.update(tenant, "Composition", held.getFirst().id(), events.composition(fnr));
        held.stream().skip(1).limit(3).forEach(version -> jft.touch(tenant, version.type(), version.id()));
    }

    private void queue(int each) {
        patients.forEach((tenant, numbers) -> {
            for (int i = 0; i < each; i++) {
                var resource = events.any(numbers.get(random.nextInt(numbers.size())), queued++);
                database()
                        .sql("select ajour.queue_event(?, ?, ?::jsonb)")
                        .params(tenant, "event " + queued, resource.toString())
                        .query(Long.class)
                        .single();
            }
        });
    }

    private void journal(int each) {
        for (var tenant : patients.keySet()) {
            int journaled = database()
                    .sql("""
                            select ajour.mark_journaled(event.id, 'note ' || event.id, event.version)
                            from ajour.event
                            join ajour.tenant on tenant.id = event.tenant_id and tenant.orgnr = :tenant
                            where not exists (select from ajour.acknowledgement where event_id = event.id)
                            order by event.id
                            limit :each
                            """)
                    .param("tenant", tenant)
                    .param("each", each)
                    .query(String.class)
                    .list()
                    .size();
            assertThat(journaled).isEqualTo(each);
        }
    }

    @Override
    public void close() throws IOException {
        ajour.close();
    }
}
