package no.ajour.digitalactive;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.ajour.patient.Extent;
import no.ajour.patient.PatientList;
import no.ajour.run.ExitCode;
import no.ajour.run.JobRunner;
import no.ajour.run.Outcome;
import no.ajour.run.RunOrder;
import no.ajour.run.SyncJob;
import no.ajour.sandbox.Citizen;
import no.ajour.sandbox.HelsenorgeSandbox;
import no.ajour.sandbox.Sandbox;
import no.ajour.tenant.Tenant;
import no.ajour.tenant.Tenants;
import no.ajour.testing.Postgres;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two municipalities with a database of their own, and Helsenorge. */
final class World implements AutoCloseable {
    static final String A = "100000001";
    static final String B = "100000002";
    private static final String CLIENT = "ajour-test";

    final HikariDataSource database;
    final Sandbox sandbox;
    final JdbcClient sql;
    private final Path key;
    private final Map<String, Object> properties = new LinkedHashMap<>();
    private final InstantSource clock;
    private ConfigurableApplicationContext app;

    /** @param settings as {@code name=value} */
    World(InstantSource clock, String... settings) {
        this.clock = clock;
        database = Postgres.freshDatabase();
        sandbox = Sandbox.start(clock);
        sql = JdbcClient.create(database);
        key = registerClient();
        set(
                "spring.datasource.url=" + database.getJdbcUrl(),
                "spring.datasource.username=" + database.getUsername(),
                "spring.datasource.password=" + database.getPassword(),
                "ajour.environment=test",
                "ajour.tenants[0].orgnr=" + A,
                "ajour.tenants[1].orgnr=" + B,
                "ajour.helseid.issuer=" + sandbox.url(Sandbox.HELSEID),
                "ajour.helseid.client-id=" + CLIENT,
                "ajour.helseid.key-file=" + key,
                "ajour.apis.helsenorge.base-url=" + sandbox.url(Sandbox.HELSENORGE),
                "ajour.apis.helsenorge.scope=" + HelsenorgeSandbox.CHANGES_SCOPE + " " + HelsenorgeSandbox.CHECK_SCOPE
                        + " " + HelsenorgeSandbox.AREA_SCOPE,
                "ajour.apis.helsenorge.attempts=1");
        set(settings);
        app = DigitalActiveTestApp.start(clock, properties);
    }

    private Path registerClient() {
        try {
            var jwk = new ECKeyGenerator(Curve.P_256).keyID("key-1").generate();
            sandbox.helseId()
                    .register(
                            CLIENT,
                            jwk.toPublicJWK(),
                            Set.of(
                                    HelsenorgeSandbox.CHANGES_SCOPE,
                                    HelsenorgeSandbox.CHECK_SCOPE,
                                    HelsenorgeSandbox.AREA_SCOPE),
                            true,
                            Set.of(A, B));
            var file = Files.createTempFile("ajour-test", ".jwk");
            return Files.writeString(file, jwk.toJSONString());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void set(String... settings) {
        for (var setting : settings) {
            int at = setting.indexOf('=');
            properties.put(setting.substring(0, at), setting.substring(at + 1));
        }
    }

    /** The settings, for a program of another process. */
    Map<String, Object> properties() {
        return properties;
    }

    /** The same installation with other settings from now on. */
    void restart(String... settings) {
        app.close();
        set(settings);
        app = DigitalActiveTestApp.start(clock, properties);
    }

    <T> T bean(Class<T> type) {
        return app.getBean(type);
    }

    Tenant tenant(String orgnr) {
        return bean(Tenants.class).find(orgnr).orElseThrow();
    }

    /** Makes a tenant's list these numbers. */
    void list(String orgnr, Collection<String> numbers) {
        bean(PatientList.class).apply(tenant(orgnr), numbers.stream(), Extent.COMPLETE, null, (row, cause, message) -> {
            throw new AssertionError("Row " + row + ": " + cause);
        });
    }

    /** Runs the job for all: first the national run, then A, then B. */
    List<Outcome> run() {
        return run(false, List.of(A, B));
    }

    List<Outcome> run(boolean full, List<String> orgnrs) {
        var tenants = orgnrs.stream().map(this::tenant).toList();
        return bean(JobRunner.class).run(bean(SyncJob.class), tenants, RunOrder.now(full), outcome -> {});
    }

    /** Runs the job and demands that all went well. */
    List<Outcome> runWell() {
        var outcomes = run();
        for (var outcome : outcomes) {
            if (outcome.code() != ExitCode.DONE) {
                throw new AssertionError(outcome.toString());
            }
        }
        return outcomes;
    }

    /** Each number that Helsenorge was asked about, and how often. */
    Map<String, Long> asked() {
        return sandbox.book()
                .numbersAsked()
                .collect(Collectors.groupingBy(number -> number, TreeMap::new, Collectors.counting()));
    }

    /** Numbers asked about at least once. */
    Set<String> numbersAsked() {
        return new TreeSet<>(asked().keySet());
    }

    /** The stored statuses by {@code orgnr number}, of listed patients; unknown ones as null. */
    Map<String, Citizen> statuses() {
        var statuses = new HashMap<String, Citizen>();
        sql.sql("""
                        select t.orgnr || ' ' || p.nin, d.active_self, d.active_via_others, d.proxy_granted
                        from ajour.digital_active d
                        join ajour.patient p on p.id = d.patient_id and p.listed
                        join ajour.tenant t on t.id = p.tenant_id
                        """).query(row -> {
            boolean self = row.getBoolean(2);
            var status = row.wasNull() ? null : new Citizen(self, row.getBoolean(3), row.getBoolean(4));
            statuses.put(row.getString(1), status);
        });
        return statuses;
    }

    /** Requests waiting, as {@code orgnr number reason}. */
    List<String> requests() {
        return sql.sql("""
                        select t.orgnr || ' ' || p.nin || ' ' || r.reason
                        from ajour.refresh_request r join ajour.patient p on p.id = r.patient_id
                        join ajour.tenant t on t.id = r.tenant_id order by 1
                        """).query(String.class).list();
    }

    /** Dead letters not resolved, as {@code record cause}. */
    List<String> letters() {
        return sql.sql("select record || ' ' || cause from ajour.dead_letter where state = 'unresolved' order by 1")
                .query(String.class)
                .list();
    }

    long patientId(String orgnr, String nin) {
        return sql.sql("""
                        select p.id from ajour.patient p join ajour.tenant t on t.id = p.tenant_id
                        where t.orgnr = ? and p.nin = ?
                        """).params(orgnr, nin).query(Long.class).single();
    }

    /** Place and writer of every row of the reconciled tables: the same as long as nothing was written. */
    List<String> rowVersions() {
        return Stream.of("patient", "digital_active", "refresh_request", "dead_letter")
                .flatMap(table -> sql
                        .sql("select '" + table + " ' || ctid::text || ' ' || xmin::text from ajour." + table)
                        .query(String.class)
                        .list()
                        .stream())
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        app.close();
        sandbox.close();
        database.close();
        try {
            Files.deleteIfExists(key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
