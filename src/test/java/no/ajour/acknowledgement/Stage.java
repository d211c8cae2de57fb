package no.ajour.acknowledgement;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import no.ajour.run.JobRunner;
import no.ajour.run.RunOrder;
import no.ajour.run.SyncJob;
import no.ajour.sandbox.EventFactory;
import no.ajour.sandbox.JftSandbox;
import no.ajour.sandbox.Sandbox;
import no.ajour.sandbox.SyntheticNin;
import no.ajour.tenant.Tenant;
import no.ajour.tenant.Tenant.Acknowledge;
import no.ajour.testing.Postgres;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The job with a database and a sandbox of its own, on one stepped clock. Every test takes a tenant of its own, so that
 * tests of one stage do not meet.
 */
final class Stage implements AutoCloseable {
    private static final String CLIENT = "ajour-test";
    private static final int FIRST_ORGNR = 310_000_000;
    private static final int TENANTS = 200;

    final SteppedClock clock = new SteppedClock(Instant.parse("2026-11-21T12:00:00Z"));
    final Sandbox sandbox = Sandbox.start(clock);
    final HikariDataSource database = Postgres.freshDatabase();
    final JdbcClient jdbc = JdbcClient.create(database);
    final ConfigurableApplicationContext context;

    private final EventFactory events = new EventFactory(clock, 7);
    private final AtomicInteger orgnr = new AtomicInteger(FIRST_ORGNR);
    private final AtomicInteger person = new AtomicInteger();

    /** @param properties settings other than the defaults, {@code name=value} */
    Stage(String... properties) {
        var all = new ArrayList<>(List.of(
                "spring.datasource.url=" + database.getJdbcUrl(),
                "spring.datasource.username=" + database.getUsername(),
                "spring.datasource.password=" + database.getPassword(),
                "ajour.helseid.issuer=" + sandbox.url(Sandbox.HELSEID),
                "ajour.helseid.client-id=" + CLIENT,
                "ajour.helseid.key-file=" + registeredKey(),
                "ajour.apis.jft-read.base-url=" + sandbox.url(Sandbox.JFT_READ),
                "ajour.apis.jft-read.scope=" + JftSandbox.SCOPE,
                "ajour.apis.jft-read.attempts=1",
                "ajour.apis.jft-write.base-url=" + sandbox.url(Sandbox.JFT_WRITE),
                "ajour.apis.jft-write.attempts=1"));
        all.addAll(List.of(properties));
        context = new SpringApplicationBuilder(AcknowledgementTestApp.class)
                .initializers(made -> ((GenericApplicationContext) made)
                        .registerBean("steppedClock", SteppedClock.class, () -> clock, bean -> bean.setPrimary(true)))
                .run(all.stream().map(property -> "--" + property).toArray(String[]::new));
    }

    private Path registeredKey() {
        try {
            ECKey key = new ECKeyGenerator(Curve.P_256).keyID("test").generate();
            var orgnrs = IntStream.range(FIRST_ORGNR, FIRST_ORGNR + TENANTS)
                    .mapToObj(Integer::toString)
                    .collect(Collectors.toSet());
            sandbox.helseId().register(CLIENT, key.toPublicJWK(), Set.of(JftSandbox.SCOPE), true, orgnrs);
            Path file = Files.createTempFile("client", ".jwk");
            file.toFile().deleteOnExit();
            return Files.writeString(file, key.toJSONString());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Tenant tenant(Acknowledge acknowledge) {
        var tenant = new Tenant(Integer.toString(orgnr.getAndIncrement()), "", null, acknowledge);
        jdbc.sql("insert into ajour.tenant (orgnr, name) values (?, ?)")
                .param(tenant.orgnr())
                .param(tenant.name())
                .update();
        jdbc.sql("insert into ajour.run (job, tenant, token) values ('journal-events', ?, 1)")
                .param(tenant.orgnr())
                .update();
        return tenant;
    }

    /** Events at JFT and, stored and matched to a patient on the list, in the database. */
    List<Long> events(Tenant tenant, int number) {
        return IntStream.range(0, number).mapToObj(i -> event(tenant, true)).toList();
    }

    /** An event at JFT and in the database; returns {@code event.id}. */
    long event(Tenant tenant, boolean listed) {
        int turn = person.getAndIncrement();
        String nin = SyntheticNin.number(turn);
        var resource = events.any(nin, turn);
        String id = sandbox.jft().add(tenant.orgnr(), resource);
        long patient = jdbc.sql("""
                        insert into ajour.patient (tenant_id, nin, listed)
                        select id, :nin, :listed from ajour.tenant where orgnr = :orgnr returning id
                        """)
                .param("nin", nin)
                .param("listed", listed)
                .param("orgnr", tenant.orgnr())
                .query(Long.class)
                .single();
        return stored(tenant, resource.path("resourceType").asString(), id, patient);
    }

    /** An event that names no person who could be found. */
    long unmatchedEvent(Tenant tenant) {
        String id = sandbox.jft().add(tenant.orgnr(), events.documentWithLocalNumber("4711"));
        return stored(tenant, "Bundle", id, null);
    }

    private long stored(Tenant tenant, String type, String id, @org.jspecify.annotations.Nullable Long patient) {
        return jdbc.sql("""
                        insert into ajour.event (tenant_id, resource_type, resource_id, last_updated, content_digest,
                            patient_id, unmatched, resource, received_at, changed_at, synced_at, run_id)
                        select t.id, :type, :id, now(), '', :patient,
                               case when :patient::bigint is null then 'no-number' end, '{}', now(), now(), now(), r.id
                        from ajour.tenant t join ajour.run r on r.tenant = t.orgnr and r.job = 'journal-events'
                        where t.orgnr = :orgnr
                        returning id
                        """)
                .param("type", type)
                .param("id", id)
                .param("patient", patient)
                .param("orgnr", tenant.orgnr())
                .query(Long.class)
                .single();
    }

    /** The EHR marks events as journaled. */
    void mark(List<Long> events) {
        events.forEach(event -> jdbc.sql("select ajour.mark_journaled(?)")
                .param(event)
                .query(String.class)
                .single());
    }

    /** A newer version of the event was stored. */
    void change(long event) {
        jdbc.sql("update ajour.event set version = version + 1 where id = ?")
                .param(event)
                .update();
    }

    no.ajour.run.Outcome run(Tenant tenant) {
        return context.getBean(JobRunner.class)
                .run(context.getBean(SyncJob.class), List.of(tenant), RunOrder.now(false), ended -> {})
                .getFirst();
    }

    /** State to number of rows. */
    Map<String, Long> states(Tenant tenant) {
        var states = new TreeMap<String, Long>();
        jdbc.sql("""
                        select a.state, count(*) from ajour.acknowledgement a
                        join ajour.tenant t on t.id = a.tenant_id where t.orgnr = ? group by a.state
                        """).param(tenant.orgnr()).query(row -> {
            states.put(row.getString(1), row.getLong(2));
        });
        return states;
    }

    String state(long event) {
        return jdbc.sql("select state from ajour.acknowledgement where event_id = ?")
                .param(event)
                .query(String.class)
                .single();
    }

    /** How often JFT's book says that each of the tenant's events was acknowledged; only those that were. */
    Map<Long, Long> acknowledged(Tenant tenant) {
        var ids = new LinkedHashMap<String, Long>();
        jdbc.sql("""
                        select e.id, e.resource_type || '/' || e.resource_id as name from ajour.event e
                        join ajour.tenant t on t.id = e.tenant_id where t.orgnr = ?
                        """).param(tenant.orgnr()).query(row -> {
            ids.put(row.getString("name"), row.getLong("id"));
        });
        return sandbox.book().acknowledgements().stream()
                .filter(entry -> entry.tenant().equals(tenant.orgnr()))
                .collect(Collectors.groupingBy(
                        entry -> ids.getOrDefault(entry.type() + "/" + entry.id(), -1L), Collectors.counting()));
    }

    /** Every one of them once, and nothing else. */
    static Map<Long, Long> onceEach(List<Long> events) {
        return events.stream().collect(Collectors.toMap(event -> event, event -> 1L));
    }

    /** Calls to JFT, of all tenants. */
    long calls() {
        return sandbox.book().requests(Sandbox.JFT_READ).size()
                + (long) sandbox.book().requests(Sandbox.JFT_WRITE).size();
    }

    /** Where every row of the tenant's acknowledgements is, and which transaction wrote it. */
    List<String> rowVersions(Tenant tenant) {
        return jdbc.sql("""
                        select a.xmin || ' ' || a.ctid || ' ' || a.event_id from ajour.acknowledgement a
                        join ajour.tenant t on t.id = a.tenant_id where t.orgnr = ? order by a.event_id
                        """).param(tenant.orgnr()).query(String.class).list();
    }

    /** Record to cause of the tenant's dead letters. */
    Map<String, String> deadLetters(Tenant tenant) {
        var letters = new TreeMap<String, String>();
        jdbc.sql("select record, cause from ajour.dead_letter where tenant = ? and state = 'unresolved'")
                .param(tenant.orgnr())
                .query(row -> {
                    letters.put(row.getString(1), row.getString(2));
                });
        return letters;
    }

    /** Longer than anything sent can be on its way. */
    void settle() {
        clock.step(Duration.ofMinutes(16));
    }

    /** Back to a well-behaved JFT. */
    void calm() {
        sandbox.faults().clear();
        sandbox.helseId().acceptAllScopes();
        var behaviour = sandbox.jft().behaviour();
        behaviour.journaledLag(Duration.ZERO);
        behaviour.newStatusSpelling(false);
        behaviour.refuseRepeatedAcknowledgement(false);
        behaviour.acknowledgementBumps(false);
    }

    @Override
    public void close() {
        context.close();
        sandbox.close();
        database.close();
    }
}
