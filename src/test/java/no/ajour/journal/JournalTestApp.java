package no.ajour.journal;

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
import java.util.Set;
import no.ajour.database.DatabaseConfiguration;
import no.ajour.helseid.HelseIdConfiguration;
import no.ajour.http.HttpConfiguration;
import no.ajour.patient.Extent;
import no.ajour.patient.PatientConfiguration;
import no.ajour.patient.PatientList;
import no.ajour.position.PositionConfiguration;
import no.ajour.run.FetchAhead;
import no.ajour.run.JobRunner;
import no.ajour.run.Outcome;
import no.ajour.run.Repair;
import no.ajour.run.RepairOrder;
import no.ajour.run.RunConfiguration;
import no.ajour.run.RunOrder;
import no.ajour.run.SyncJob;
import no.ajour.sandbox.EventFactory;
import no.ajour.sandbox.JftBehaviour;
import no.ajour.sandbox.Sandbox;
import no.ajour.tenant.Tenant;
import no.ajour.testing.Postgres;
import no.ajour.testing.SteppedClock;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.node.ObjectNode;

/**
 * The job with a database, a sandbox and a clock that the test steps. Starting it takes seconds, so tests share one, and
 * each begins with {@link #reset}.
 */
final class JournalTestApp implements AutoCloseable {
    static final String OTHER_ORGNR = "974761076";
    static final Instant START = Instant.parse("2026-05-26T10:00:00Z");

    private static final String CLIENT = "8f3c0f52-0000-4000-8000-000000000001";

    @Configuration(proxyBeanMethods = false)
    @Import({
        DatabaseConfiguration.class,
        RunConfiguration.class,
        PositionConfiguration.class,
        PatientConfiguration.class,
        HttpConfiguration.class,
        HelseIdConfiguration.class,
        JournalConfiguration.class
    })
    static class App {}

    private final SteppedClock clock = new SteppedClock(START);
    private final ECKey key = key();
    private int tenants;
    private Tenant tenant = tenant(0);
    private final ConfigurableApplicationContext context;
    final Sandbox sandbox = Sandbox.start(clock);
    final EventFactory events = new EventFactory(clock, 1);
    final JdbcClient jdbc;

    private JournalTestApp(List<String> more) {
        register();
        HikariDataSource database = Postgres.freshDatabase();
        var properties = new ArrayList<>(List.of(
                "--spring.datasource.url=" + database.getJdbcUrl(),
                "--spring.datasource.username=" + database.getUsername(),
                "--spring.datasource.password=" + database.getPassword(),
                "--ajour.environment=test",
                "--ajour.tenants[0].orgnr=" + tenant.orgnr(),
                "--ajour.helseid.issuer=" + sandbox.url(Sandbox.HELSEID),
                "--ajour.helseid.client-id=" + CLIENT,
                "--ajour.helseid.key-file=" + file(key),
                "--ajour.apis.jft-read.base-url=" + sandbox.url(Sandbox.JFT_READ),
                "--ajour.apis.jft-write.base-url=" + sandbox.url(Sandbox.JFT_WRITE),
                "--ajour.apis.helsenorge.base-url=" + sandbox.url(Sandbox.HELSENORGE),
                "--ajour.apis.jft-read.attempts=1"));
        more.forEach(property -> properties.add("--" + property));
        context = new SpringApplicationBuilder(App.class)
                .web(WebApplicationType.NONE)
                .initializers(given -> given.getBeanFactory().registerSingleton("clock", clock))
                .run(properties.toArray(String[]::new));
        jdbc = context.getBean(JdbcClient.class);
    }

    /** Starts it; properties such as {@code ajour.jobs.journal-events.page-size=2} come in place of the defaults. */
    static JournalTestApp start(String... properties) {
        return new JournalTestApp(List.of(properties));
    }

    /** Begins anew: an empty database, a tenant that JFT has no events of, and APIs that behave. */
    void reset() {
        tenant = tenant(++tenants);
        step(Duration.between(clock.instant(), START));
        empty();
        register();
        sandbox.faults().clear();
        sandbox.book().clear();
        var jft = sandbox.jft().behaviour();
        jft.pageSize((page, count) -> count);
        jft.nextLink(url -> url);
        jft.trailingNext(false);
        jft.repeatAcrossPages(false);
        jft.acknowledgementBumps(false);
        jft.idSearch(JftBehaviour.IdSearch.TAKEN);
    }

    private void register() {
        sandbox.helseId().register(CLIENT, key.toPublicJWK(), Set.of("nhn:jft/api"), true, Set.of(tenant.orgnr()));
    }

    private static Tenant tenant(int number) {
        return new Tenant("%09d".formatted(310_000_000 + number), "", null, Tenant.Acknowledge.JOURNALED);
    }

    private static ECKey key() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID("test").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path file(ECKey key) {
        try {
            var file = Files.createTempFile("ajour-journal", ".jwk");
            Files.writeString(file, key.toJSONString());
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String orgnr() {
        return tenant.orgnr();
    }

    String add(ObjectNode resource, Instant lastUpdated) {
        return sandbox.jft().add(orgnr(), resource, lastUpdated);
    }

    /** Adds an entry that is served as it stands; type, id and time are only where it lies in the sandbox. */
    void raw(String type, String id, Instant lastUpdated, String json) {
        sandbox.jft().addRaw(orgnr(), type, id, lastUpdated, json);
    }

    Outcome run() {
        return run(false);
    }

    Outcome run(boolean full) {
        return context.getBean(JobRunner.class)
                .run(context.getBean(SyncJob.class), List.of(tenant), RunOrder.now(full), ended -> {})
                .getFirst();
    }

    /** Walks outside a run. */
    void walk(Walk walk, FetchAhead.Sink<Page> sink) throws InterruptedException {
        context.getBean(JftSearches.class).walk(walk.type(), tenant).into(sink, walk);
    }

    Outcome repair(RepairOrder order) {
        return context.getBean(JobRunner.class)
                .repair(context.getBean(Repair.class), List.of(tenant), order, ended -> {})
                .getFirst();
    }

    void step(Duration time) {
        clock.step(time);
    }

    void list(String... numbers) {
        context.getBean(PatientList.class)
                .apply(tenant, java.util.Arrays.stream(numbers), Extent.ADDITION, null, (row, cause, message) -> {
                    throw new IllegalArgumentException(message);
                });
    }

    /** Forgets everything that runs have stored. */
    void empty() {
        jdbc.sql("""
                        truncate ajour.event, ajour.patient, ajour.position, ajour.dead_letter, ajour.dead_letter_payload, ajour.unfinished_walk
                        restart identity cascade
                        """).update();
    }

    List<String> texts(String sql) {
        return jdbc.sql(sql)
                .query((row, number) -> String.valueOf(row.getObject(1)))
                .list();
    }

    String text(String sql) {
        return String.join(" ", texts(sql));
    }

    @Override
    public void close() {
        context.close();
        sandbox.close();
    }
}
