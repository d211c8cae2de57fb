package no.ajour.outgoing;

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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import no.ajour.run.JobRunner;
import no.ajour.run.Outcome;
import no.ajour.run.Repair;
import no.ajour.run.RepairOrder;
import no.ajour.run.RunOrder;
import no.ajour.run.SyncJob;
import no.ajour.sandbox.Book;
import no.ajour.sandbox.EventFactory;
import no.ajour.sandbox.JftSandbox;
import no.ajour.sandbox.Sandbox;
import no.ajour.sandbox.SyntheticNin;
import no.ajour.tenant.Tenant;
import no.ajour.tenant.Tenant.Acknowledge;
import no.ajour.testing.Postgres;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.node.ObjectNode;

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
    final EventFactory events = new EventFactory(clock, 7);
    final ConfigurableApplicationContext context;

    private final AtomicInteger orgnr = new AtomicInteger(FIRST_ORGNR);
    private final AtomicInteger person = new AtomicInteger();

    /** @param properties settings other than the defaults, {@code name=value} */
    Stage(String... properties) {
        var all = new ArrayList<>(List.of(
                "spring.datasource.url=" + database.getJdbcUrl(),
                "spring.datasource.username=" + database.getUsername(),
                "spring.datasource.password=" + database.getPassword(),
                "ajour.environment=test",
                "ajour.helseid.issuer=" + sandbox.url(Sandbox.HELSEID),
                "ajour.helseid.client-id=" + CLIENT,
                "ajour.helseid.key-file=" + registeredKey(),
                "ajour.apis.jft-read.base-url=" + sandbox.url(Sandbox.JFT_READ),
                "ajour.apis.jft-read.scope=" + JftSandbox.SCOPE,
                "ajour.apis.jft-read.attempts=1",
                "ajour.apis.jft-write.base-url=" + sandbox.url(Sandbox.JFT_WRITE),
                "ajour.apis.jft-write.scope=" + JftSandbox.SCOPE,
                "ajour.apis.jft-write.attempts=1"));
        all.addAll(List.of(properties));
        context = new SpringApplicationBuilder(OutgoingTestApp.class)
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

    Tenant tenant() {
        var tenant = new Tenant(Integer.toString(orgnr.getAndIncrement()), "", null, Acknowledge.JOURNALED);
        jdbc.sql("insert into ajour.tenant (orgnr, name) values (?, ?)")
                .param(tenant.orgnr())
                .param(tenant.name())
                .update();
        return tenant;
    }

    /** The number of a synthetic person whom no other test has. */
    String nin() {
        return SyntheticNin.number(person.getAndIncrement());
    }

    /** Queues as many events of all kinds; returns their ids. */
    List<Long> queue(Tenant tenant, int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> queue(tenant, "event " + i, events.any(nin(), i)))
                .toList();
    }

    long queue(Tenant tenant, String reference, ObjectNode resource) {
        return queue(tenant, reference, resource.path("resourceType").asString(), resource.toString(), null);
    }

    long queue(Tenant tenant, String reference, String type, String body, @Nullable String sourceSystem) {
        return jdbc.sql("select ajour.queue_event_text(?, ?, ?, ?, ?)")
                .param(tenant.orgnr())
                .param(reference)
                .param(type)
                .param(body)
                .param(sourceSystem)
                .query(Long.class)
                .single();
    }

    Outcome run(Tenant tenant) {
        return context.getBean(JobRunner.class)
                .run(context.getBean(SyncJob.class), List.of(tenant), RunOrder.now(false), ended -> {})
                .getFirst();
    }

    Outcome repair(Tenant tenant, RepairOrder order) {
        return context.getBean(JobRunner.class)
                .repair(context.getBean(Repair.class), List.of(tenant), order, ended -> {})
                .getFirst();
    }

    /** The tenant's open dead letters, as an operator retries them. */
    Outcome retryLetters(Tenant tenant) {
        return repair(
                tenant,
                new RepairOrder.Letters(
                        jdbc.sql("select id from ajour.dead_letter where tenant = ? and state = 'unresolved'")
                                .param(tenant.orgnr())
                                .query(Long.class)
                                .list()));
    }

    /** State to number of rows. */
    Map<String, Long> states(Tenant tenant) {
        var states = new TreeMap<String, Long>();
        jdbc.sql("select state, count(*) from ajour.outgoing_events where orgnr = ? group by state")
                .param(tenant.orgnr())
                .query(row -> {
                    states.put(row.getString(1), row.getLong(2));
                });
        return states;
    }

    /** A column of the view, as text. */
    String column(long event, String name) {
        return jdbc.sql(
                        "select coalesce(to_jsonb(o) ->> ?, '') from ajour.outgoing_events o where outgoing_event_id = ?")
                .params(name, event)
                .query(String.class)
                .single();
    }

    /** What JFT took of the tenant's, in order. */
    List<Book.Submission> submissions(Tenant tenant) {
        return sandbox.book().submissions().stream()
                .filter(entry -> entry.tenant().equals(tenant.orgnr()))
                .toList();
    }

    /** How often JFT took each identifier of the tenant's; every event has one. */
    Map<String, Long> perIdentifier(Tenant tenant) {
        return submissions(tenant).stream()
                .flatMap(entry -> entry.identifiers().stream())
                .collect(Collectors.groupingBy(identifier -> identifier, Collectors.counting()));
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
        behaviour.registeredLag(Duration.ZERO);
        behaviour.location(url -> url);
        behaviour.processingFailure(null);
        behaviour.counts(50, 1000);
    }

    @Override
    public void close() {
        context.close();
        sandbox.close();
        database.close();
    }
}
