package no.ajour.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import no.ajour.sandbox.Citizen;
import no.ajour.sandbox.HelsenorgeSandbox;
import no.ajour.sandbox.JftSandbox;
import no.ajour.sandbox.Sandbox;
import no.ajour.sandbox.SyntheticNin;
import no.ajour.testing.AjourProcess;
import no.ajour.testing.Installation.Result;
import no.ajour.testing.OwnServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * k8s-cronjob.yaml, filled in, runs: what its pods would start is started as processes, with the files that they would
 * find, on a database that was set up as docs/kubernetes.md says.
 */
class KubernetesInstallationTest {
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final String LYKKEBY = "310000019";
    private static final String CLIENT = "5d7c1a3e-kubernetes-client";

    private Path folder;
    private OwnServer server;
    private HikariDataSource database;
    private Sandbox sandbox;
    private Manifest manifest;

    @BeforeEach
    void fill_in(@TempDir Path temporary) throws IOException, JOSEException {
        folder = temporary;
        server = OwnServer.start();
        setUp();
        sandbox = Sandbox.start(InstantSource.system());
        sandbox.helsenorge().everyoneElse(fnr -> Citizen.ACTIVE);
        var key = new ECKeyGenerator(Curve.P_256).keyID("kubernetes").generate();
        sandbox.helseId()
                .register(
                        CLIENT,
                        key.toPublicJWK(),
                        Set.of(JftSandbox.SCOPE, HelsenorgeSandbox.CHANGES_SCOPE, HelsenorgeSandbox.CHECK_SCOPE),
                        true,
                        Set.of(LYKKEBY));
        manifest = Manifest.of(filledIn(key));
    }

    @AfterEach
    void remove() throws IOException {
        sandbox.close();
        database.close();
        server.close();
    }

    @Test
    void everything_in_it_runs_in_the_order_of_the_page() throws IOException {
        assertThat(run("digital-active").exitCode()).as("before the migration").isEqualTo(40);

        var migrated = run("migrate");
        assertThat(migrated.exitCode()).as(migrated.out() + migrated.err()).isZero();
        assertThat(migrated.out()).contains("V1 ajour").doesNotContain("administrator");

        var doctor = run("command");
        assertThat(doctor.exitCode()).as(doctor.out()).isZero();
        assertThat(doctor.out()).contains("readable or writable by its group").doesNotContain("is no setting of");

        patient();
        for (var job : new Program().jobs()) {
            var result = run(job);
            assertThat(result.exitCode()).as(job + result.out() + result.err()).isZero();
        }
        assertThat(JdbcClient.create(database)
                        .sql("select count(*) from ajour.digital_active_status")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
        assertThat(JdbcClient.create(database)
                        .sql("select distinct tableowner from pg_tables where schemaname = 'ajour'")
                        .query(String.class)
                        .list())
                .containsExactly("ajour_owner");
    }

    private Result run(String workload) throws IOException {
        var found = manifest.workloads().stream()
                .filter(one -> one.document().at("metadata", "name").is(workload))
                .findFirst()
                .orElseThrow();
        var pod = Pod.start(Files.createTempDirectory(folder, workload), manifest, found);
        // The only two of the container's paths that are not under its working directory.
        var moved = Map.of(
                "AJOUR_SECRETS_FOLDER", pod.path(Program.SECRETS_FOLDER).toString(),
                "AJOUR_HELSEID_KEYFILE",
                        pod.path("/run/secrets/ajour-client/client.jwk").toString());
        try (var process = AjourProcess.start(pod.path(Program.HOME), moved, pod.arguments(workload + "-29384756"))) {
            return process.end(LONGEST);
        }
    }

    // What the page has an administrator do with psql, in one session, and then by SQL.
    private void setUp() throws IOException {
        try (var administrator = server.database()) {
            run(administrator, "create database ehr");
        }
        database = server.database("ehr");
        run(
                database,
                "create role ajour_migrate login password 'choose one'; set ajour.migrator = 'ajour_migrate';"
                        + Files.readString(Path.of("sql/beforeMigrate__roles.sql")));
        for (var sql : new Page(Path.of("docs/kubernetes.md")).blocks("sql")) {
            run(database, sql);
        }
    }

    private static void run(HikariDataSource where, String sql) {
        JdbcClient.create(where).sql(sql).update();
    }

    private void patient() {
        run(database, "insert into ajour.tenant (orgnr, name) values ('" + LYKKEBY + "', 'Lykkeby')");
        JdbcClient.create(database)
                .sql("insert into ajour.patient (tenant_id, nin) select id, :nin from ajour.tenant")
                .param("nin", SyntheticNin.number(0))
                .update();
    }

    private String filledIn(ECKey key) throws IOException {
        var text = Program.read(Path.of("k8s-cronjob.yaml"));
        text = replaced(text, "jdbc:postgresql://FILL-IN:5432/FILL-IN?sslmode=require", database.getJdbcUrl());
        text = replaced(text, "environment: FILL-IN", "environment: test");
        text = replaced(text, "orgnr: \"FILL-IN\"", "orgnr: \"" + LYKKEBY + "\"");
        text = replaced(text, "  name: FILL-IN", "  name: Lykkeby");
        text = replaced(text, "client-id: FILL-IN", "client-id: " + CLIENT);
        text = replaced(
                text,
                "scope: FILL-IN",
                "scope: " + HelsenorgeSandbox.CHANGES_SCOPE + " " + HelsenorgeSandbox.CHECK_SCOPE);
        text = replaced(text, "migrate-username: FILL-IN", "migrate-username: ajour_migrate");
        text = replaced(text, "migrate-password: FILL-IN", "migrate-password: choose one");
        text = replaced(text, "job-username: FILL-IN", "job-username: ajour_runs");
        text = replaced(text, "job-password: FILL-IN", "job-password: choose another");
        text = replaced(text, "client.jwk: FILL-IN", "client.jwk: '" + key.toJSONString() + "'");
        // The sandbox in place of the national APIs.
        text = replaced(
                text,
                "https://helseid-sts.test.nhn.no",
                sandbox.url(Sandbox.HELSEID).toString());
        text = replaced(
                text,
                "https://api.read.jft.test.nhn.no",
                sandbox.url(Sandbox.JFT_READ).toString());
        text = replaced(
                text,
                "https://api.write.jft.test.nhn.no",
                sandbox.url(Sandbox.JFT_WRITE).toString());
        text = replaced(
                text,
                "https://eksternapi.hn2.test.nhn.no",
                sandbox.url(Sandbox.HELSENORGE).toString());
        return text;
    }

    private static String replaced(String text, String from, String to) {
        assertThat(text).contains(from);
        return text.replace(from, to);
    }
}
