package no.ajour.delivery;

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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import no.ajour.http.Timing;
import no.ajour.run.JobRunner;
import no.ajour.run.Outcome;
import no.ajour.run.RunOrder;
import no.ajour.run.SyncJob;
import no.ajour.sandbox.EventFactory;
import no.ajour.sandbox.JftBehaviour;
import no.ajour.sandbox.JftSandbox;
import no.ajour.sandbox.Sandbox;
import no.ajour.sandbox.SyntheticNin;
import no.ajour.tenant.Tenant;
import no.ajour.tenant.Tenant.Acknowledge;
import no.ajour.testing.Postgres;
import no.ajour.testing.SteppedClock;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A job that tells JFT something, with a database and a sandbox of its own, on one stepped clock. Every test takes a tenant
 * of its own, so that tests of one stage do not meet.
 */
public abstract class DeliveryStage implements AutoCloseable {
    private static final String CLIENT = "ajour-test";
    private static final int FIRST_ORGNR = 310_000_000;
    private static final int TENANTS = 200;

    public final SteppedClock clock = new SteppedClock(Instant.parse("2026-11-21T12:00:00Z"));
    public final Sandbox sandbox = Sandbox.start(clock);
    public final HikariDataSource database = Postgres.freshDatabase();
    public final JdbcClient jdbc = JdbcClient.create(database);
    public final EventFactory events = new EventFactory(clock, 7);
    public final ConfigurableApplicationContext context;
    public final Crash crash;

    private final AtomicInteger orgnr = new AtomicInteger(FIRST_ORGNR);
    private final AtomicInteger person = new AtomicInteger();

    /**
     * Starts as much of the program as the job needs.
     *
     * @param table where the job keeps what it has to tell
     * @param properties settings other than the defaults, {@code name=value}
     */
    protected DeliveryStage(Class<?> app, String table, String... properties) {
        crash = new Crash(jdbc, table);
        var all = new ArrayList<>(List.of(
                "spring.datasource.url=" + database.getJdbcUrl(),
                "spring.datasource.username=" + database.getUsername(),
                "spring.datasource.password=" + database.getPassword(),
                "ajour.environment=test",
                "ajour.helseid.issuer=" + sandbox.url(Sandbox.HELSEID),
                "ajour.helseid.client-id=" + CLIENT,
                "ajour.helseid.key-file=" + registeredKey(sandbox),
                "ajour.apis.jft-read.base-url=" + sandbox.url(Sandbox.JFT_READ),
                "ajour.apis.jft-read.scope=" + JftSandbox.SCOPE,
                "ajour.apis.jft-read.attempts=1",
                "ajour.apis.jft-write.base-url=" + sandbox.url(Sandbox.JFT_WRITE),
                "ajour.apis.jft-write.scope=" + JftSandbox.SCOPE,
                "ajour.apis.jft-write.attempts=1"));
        all.addAll(List.of(properties));
        context = new SpringApplicationBuilder(app)
                .initializers(made -> {
                    var beans = (GenericApplicationContext) made;
                    beans.registerBean("steppedClock", InstantSource.class, () -> clock);
                    beans.registerBean("steppedTiming", Timing.class, clock::timing, bean -> bean.setPrimary(true));
                })
                .run(all.stream().map(property -> "--" + property).toArray(String[]::new));
    }

    private static Path registeredKey(Sandbox sandbox) {
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

    /** A new tenant. */
    public Tenant tenant(Acknowledge acknowledge) {
        var tenant = new Tenant(Integer.toString(orgnr.getAndIncrement()), "", null, acknowledge);
        jdbc.sql("insert into ajour.tenant (orgnr, name) values (?, ?)")
                .param(tenant.orgnr())
                .param(tenant.name())
                .update();
        return tenant;
    }

    /** The number of a synthetic person whom no other test has. */
    public String nin() {
        return SyntheticNin.number(person.getAndIncrement());
    }

    /** One run of the job. */
    public Outcome run(Tenant tenant) {
        return context.getBean(JobRunner.class)
                .run(context.getBean(SyncJob.class), List.of(tenant), RunOrder.now(false), ended -> {})
                .getFirst();
    }

    /** Record to cause of the tenant's dead letters. */
    public Map<String, String> deadLetters(Tenant tenant) {
        var letters = new TreeMap<String, String>();
        jdbc.sql("select record, cause from ajour.dead_letter where tenant = ? and state = 'unresolved'")
                .param(tenant.orgnr())
                .query(row -> {
                    letters.put(row.getString(1), row.getString(2));
                });
        return letters;
    }

    /** State to number of the tenant's rows. */
    public abstract Map<String, Long> states(Tenant tenant);

    /** Counts the rows that a query gives for a tenant's number, by their first column. */
    protected final Map<String, Long> counted(String sql, Tenant tenant) {
        var counts = new TreeMap<String, Long>();
        jdbc.sql(sql).param(tenant.orgnr()).query(row -> {
            counts.merge(row.getString(1), 1L, Long::sum);
        });
        return counts;
    }

    /** Longer than anything sent can be on its way. */
    public void settle() {
        clock.step(Duration.ofMinutes(16));
    }

    /** Back to a well-behaved JFT. */
    public void calm() {
        sandbox.faults().clear();
        sandbox.helseId().acceptAllScopes();
        calm(sandbox.jft().behaviour());
        crash.never();
    }

    /** Takes back what the job's tests ask of JFT. */
    protected abstract void calm(JftBehaviour behaviour);

    @Override
    public void close() {
        context.close();
        sandbox.close();
        database.close();
    }
}
