package no.ajour.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import no.ajour.testing.Installation;
import no.ajour.testing.Login;
import no.ajour.testing.OwnServer;
import no.ajour.testing.Postgres;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** No superuser is needed to migrate: what comes of it with the right to create roles, without, and later. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MigrationByOrdinaryRolesTest {
    private static final String LYKKEBY = "310000019";
    private static final String ROLES =
            "ajour_owner, ajour_reader, ajour_job, ajour_consumer, ajour_operator, " + "ajour_health_indicators";

    // Owners, rights, policies, views and functions: what a migration may have left otherwise than it was.
    private static final String EVERYTHING = """
            select 'relation ' || oid::regclass || ' ' || relowner::regrole || ' ' || relrowsecurity || ' '
                || coalesce((select string_agg(entry::text, ' ' order by entry::text) from unnest(relacl) as entry), '-')
                || ' ' || coalesce(reloptions::text, '-')
            from pg_class where relnamespace in ('ajour'::regnamespace, 'batch'::regnamespace, 'quartz'::regnamespace)
            union all
            select 'column ' || attrelid::regclass || '.' || attname || ' ' || attacl::text
            from pg_attribute join pg_class on pg_class.oid = attrelid
            where relnamespace = 'ajour'::regnamespace and attacl is not null
            union all
            select 'function ' || oid::regprocedure || ' ' || proowner::regrole || ' ' || md5(prosrc) || ' '
                || coalesce((select string_agg(entry::text, ' ' order by entry::text) from unnest(proacl) as entry), '-')
            from pg_proc where pronamespace = 'ajour'::regnamespace
            union all
            select 'schema ' || nspname || ' ' || nspowner::regrole || ' '
                || coalesce((select string_agg(entry::text, ' ' order by entry::text) from unnest(nspacl) as entry), '-')
            from pg_namespace where nspname in ('ajour', 'batch', 'quartz')
            union all
            select 'policy ' || tablename || ' ' || policyname || ' ' || roles::text || ' ' || coalesce(qual, '')
            from pg_policies where schemaname = 'ajour'
            union all
            select 'member ' || member::regrole || ' of ' || roleid::regrole from pg_auth_members
            order by 1
            """;

    private OwnServer server;
    private HikariDataSource cluster;
    private HikariDataSource superuser;

    @BeforeAll
    void start() throws IOException {
        server = OwnServer.start();
        cluster = server.database();
    }

    @BeforeEach
    void create_database() {
        run(cluster, "create database ehr");
        superuser = server.database("ehr");
    }

    @AfterEach
    void drop_database_and_roles() {
        superuser.close();
        run(cluster, "drop database ehr with (force)");
        var roles = JdbcClient.create(cluster)
                // Whoever granted a role goes after it.
                .sql("select rolname from pg_roles where rolname not like 'pg\\_%' and rolname <> 'postgres' "
                        + "order by rolname = 'chief', 1")
                .query(String.class)
                .list();
        roles.forEach(role -> run(cluster, "drop role " + role));
    }

    @AfterAll
    void stop() throws IOException {
        cluster.close();
        server.close();
    }

    @Test
    void role_that_may_create_roles_needs_nobodys_help() throws Exception {
        run(superuser, "create role chief login createrole; grant create on database ehr to chief");
        try (var ajour = installation("chief")) {
            var migrated = ajour.ajour("migrate");
            assertThat(migrated.exitCode()).isZero();
            assertThat(migrated.out())
                    .contains("Ran V1 ajour")
                    .doesNotContain("role")
                    .doesNotContain("granted");
            assertThat(owners()).containsExactly("ajour_owner", "ajour_reader");
            var left = column(EVERYTHING);
            assertThat(left).anyMatch(line -> line.contains("policy event consumers"));

            assertThat(ajour.ajour("migrate").out()).isEqualTo("The schema is up to date.\n");
            assertThat(column(EVERYTHING)).isEqualTo(left);
            assertThat(doctor(ajour)).contains("ok      rights       chief may read and write");
            consumersReadAndJobsRun(ajour);
        }
    }

    @Test
    void role_that_may_not_create_roles_migrates_and_is_told_what_an_administrator_has_to_do() throws Exception {
        run(superuser, "create role chief login; grant create on database ehr to chief");
        try (var ajour = installation("chief")) {
            var migrated = ajour.ajour("migrate");
            assertThat(migrated.exitCode()).isZero();
            assertThat(migrated.out())
                    .contains("Ran V1 ajour")
                    .contains("There is no role " + ROLES + ".")
                    .contains("only chief can use the schema")
                    .contains("psql -d ehr -c \"set ajour.migrator = 'chief'\" -f beforeMigrate__roles.sql")
                    .contains("run `ajour migrate` again");
            assertThat(owners()).containsExactly("chief");
            assertThat(column("select rolname from pg_roles where rolname like 'ajour%'"))
                    .isEmpty();
            assertThat(ajour.ajour("run", "journal-events").exitCode()).isZero();
            assertThat(doctor(ajour))
                    .contains("warning rights       there is no role ajour_owner, ajour_reader, ajour_job")
                    .contains("fix: let an administrator of the database run sql/beforeMigrate__roles.sql");

            // The administrator forgets to say who migrates.
            run(superuser, script("beforeMigrate__roles.sql"));
            var forgotten = ajour.ajour("migrate");
            assertThat(forgotten.out())
                    .contains("Tables and views belong to chief in place of ajour_owner and ajour_reader.")
                    .contains("set ajour.migrator = 'chief'");
            assertThat(owners()).containsExactly("chief");
            assertThat(doctor(ajour)).contains("warning rights       tables and views belong to chief");
            try (var ehr = Login.in(superuser, "ajour_consumer");
                    var session = ehr.connect()) {
                assertThat(catchThrowableOfType(SQLException.class, () -> read(session))
                                .getSQLState())
                        .isEqualTo("42501");
            }

            run(superuser, "set ajour.migrator = 'chief';\n" + script("beforeMigrate__roles.sql"));
            var complete = ajour.ajour("migrate");
            assertThat(complete.out()).isEqualTo("The schema is up to date.\n");
            assertThat(owners()).containsExactly("ajour_owner", "ajour_reader");
            assertThat(doctor(ajour)).contains("ok      rights       chief may read and write");
            consumersReadAndJobsRun(ajour);

            var left = column(EVERYTHING);
            ajour.ajour("migrate");
            assertThat(column(EVERYTHING)).isEqualTo(left);
        }
    }

    @Test
    void both_ways_lead_to_the_same_owners_and_rights() throws Exception {
        run(superuser, "create role chief login; grant create on database ehr to chief");
        List<String> without;
        try (var ajour = installation("chief")) {
            ajour.ajour("migrate");
            run(superuser, "set ajour.migrator = 'chief';\n" + script("beforeMigrate__roles.sql"));
            ajour.ajour("migrate");
            without = column(EVERYTHING);
        }
        drop_database_and_roles();
        create_database();
        run(superuser, "create role chief login createrole; grant create on database ehr to chief");
        try (var ajour = installation("chief")) {
            ajour.ajour("migrate");
            // Whoever creates a role is its member, and may not be taken for one.
            assertThat(column(EVERYTHING))
                    .filteredOn(line -> !line.startsWith("member chief"))
                    .containsExactlyElementsOf(without.stream()
                            .filter(line -> !line.startsWith("member chief"))
                            .toList());
        }
    }

    @Test
    void database_that_is_in_use_is_brought_up_to_date_with_its_rows(@TempDir Path scripts) throws Exception {
        run(superuser, "create role chief login createrole; grant create on database ehr to chief");
        for (var old : List.of("V1__ajour.sql", "V2__spring_batch.sql", "V3__journaling.sql", "V4__operators.sql")) {
            Files.writeString(scripts.resolve(old), script(old));
        }
        try (var chief = pool("chief")) {
            Flyway.configure()
                    .dataSource(chief)
                    .locations("filesystem:" + scripts)
                    .defaultSchema("ajour")
                    .load()
                    .migrate();
            run(chief, """
                    insert into ajour.tenant (orgnr, name) values ('310000019', 'Lykkeby');
                    insert into ajour.run (job, tenant, token) values ('journal-events', '310000019', 1);
                    insert into ajour.patient (tenant_id, nin) values (1, '13816512345');
                    insert into ajour.event (tenant_id, resource_type, resource_id, last_updated, version, content_digest,
                                             patient_id, unmatched, resource, received_at, changed_at, synced_at, run_id)
                    select 1, 'Composition', name, '2026-01-01', version, '', case when name <> 'nobodys' then 1 end,
                           case when name = 'nobodys' then 'no-number' end, '{}', now(), now(), now(), 1
                    from (values (1, 'waits', 1), (2, 'journaled', 1), (3, 'journaled before', 2), (4, 'nobodys', 1),
                                 (5, 'changed', 3)) as event (place, name, version)
                    order by place;
                    select ajour.mark_journaled(2, 'note');
                    insert into ajour.acknowledgement (event_id, tenant_id, journaled_version, state)
                    values (3, 1, 1, 'confirmed');
                    insert into ajour.operator_action (operator, action) values ('somebody', 'stop');
                    """);
            // As jobs run in between: the role that migrates is theirs too.
            assertThat(column("select resource_id from ajour.event order by id"))
                    .hasSize(5);
        }
        var events = column("select (to_jsonb(e) - 'resource_deleted_at')::text from ajour.event e order by id");
        var acknowledgements =
                column("select (to_jsonb(a) - 'purged_version')::text from ajour.acknowledgement a order by event_id");

        try (var ajour = installation("chief")) {
            var migrated = ajour.ajour("migrate");
            assertThat(migrated.exitCode()).as(migrated.err()).isZero();
            assertThat(migrated.out())
                    .contains("Ran V5 consumers")
                    .doesNotContain("V4")
                    .doesNotContain("role");

            assertThat(column("select (to_jsonb(e) - 'resource_deleted_at')::text from ajour.event e order by id"))
                    .isEqualTo(events);
            assertThat(
                            column(
                                    "select (to_jsonb(a) - 'purged_version')::text from ajour.acknowledgement a order by event_id"))
                    .isEqualTo(acknowledgements);
            assertThat(column("select action from ajour.operator_action")).containsExactly("stop");
            assertThat(column("select resource_id || ' ' || q.version from ajour.to_journal q join ajour.event e "
                            + "on e.id = event_id order by event_id"))
                    .containsExactly("waits 1", "journaled before 2", "changed 3");
            assertThat(owners()).containsExactly("ajour_owner", "ajour_reader");

            try (var ehr = Login.in(superuser, "ajour_consumer");
                    var session = ehr.connect()) {
                column("select ajour.grant_tenant('" + ehr.name() + "')");
                // Rows were there before the feed was.
                assertThat(catchThrowableOfType(SQLException.class, () -> text(session, "select ajour.changes(null)"))
                                .getSQLState())
                        .isEqualTo("24000");
                var cursor = text(session, "select ajour.newest_cursor()");
                assertThat(text(
                                session,
                                "select string_agg(resource_id, ', ' order by event_id) "
                                        + "from ajour.events_to_journal"))
                        .isEqualTo("waits, journaled before, changed");
                assertThat(text(session, "select ajour.mark_journaled(1, 'note', 1)"))
                        .isEqualTo("pending");
                assertThat(text(
                                session,
                                "select string_agg(kind || ' ' || id, ', ') from ajour.changes('" + cursor + "')"))
                        .isEqualTo("acknowledgements 1");
            }
        }
    }

    @Test
    void role_that_may_create_nothing_is_told_so() throws Exception {
        run(superuser, "create role chief login");
        try (var ajour = installation("chief")) {
            var refused = ajour.ajour("migrate");
            assertThat(refused.exitCode()).isEqualTo(40);
            assertThat(refused.err()).contains("Run `ajour migrate` with a role that may create schemas and tables");
        }
    }

    private void consumersReadAndJobsRun(Installation ajour) throws SQLException {
        run(superuser, "insert into ajour.tenant (orgnr, name) values ('" + LYKKEBY + "', 'Lykkeby')");
        try (var ehr = Login.in(superuser, "ajour_consumer");
                var job = Login.in(superuser, "ajour_job");
                var operator = Login.in(superuser, "ajour_operator");
                var session = ehr.connect();
                var operators = operator.connect()) {
            text(operators, "select ajour.grant_tenant('" + ehr.name() + "', '" + LYKKEBY + "')");
            assertThat(read(session)).isEqualTo(LYKKEBY);

            ajour.set("spring.datasource.username", job.name()).set("spring.datasource.password", job.password());
            assertThat(ajour.ajour("run", "journal-events").exitCode()).isZero();
            ajour.set("ajour.jobs.health-indicators.enabled", "true")
                    .set("ajour.jobs.health-indicators.polling-agreed-with-nhn", "true")
                    .set("ajour.jobs.health-indicators.tenants", LYKKEBY)
                    .set("ajour.http.ehr-system", "Journal 4.2");
            assertThat(ajour.ajour("run", "health-indicators").exitCode()).isZero();
            assertThat(ajour.ajour("run", "health-indicators").exitCode()).isZero();
            ajour.set("spring.datasource.username", "chief");
        }
    }

    private static String read(Connection session) throws SQLException {
        return text(session, "select string_agg(orgnr, ' ') from ajour.tenants");
    }

    private static String text(Connection session, String sql) throws SQLException {
        try (var statement = session.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private Installation installation(String role) {
        return Installation.of(server.database("ehr"), Map.of(LYKKEBY, "Lykkeby"))
                .set("spring.datasource.username", role);
    }

    private HikariDataSource pool(String role) {
        return Postgres.pool(superuser.getJdbcUrl(), role, role);
    }

    // Findings on one line each, as they are before they are folded.
    private static String doctor(Installation ajour) {
        return ajour.ajour("doctor").out().replaceAll("\\R {21}", " ");
    }

    private List<String> owners() {
        return column(
                "select distinct relowner::regrole::text from pg_class "
                        + "where relnamespace in ('ajour'::regnamespace, 'batch'::regnamespace, 'quartz'::regnamespace) order by 1");
    }

    private List<String> column(String sql) {
        return JdbcClient.create(superuser).sql(sql).query(String.class).list();
    }

    private static void run(HikariDataSource database, String sql) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String script(String name) {
        try (var text =
                Objects.requireNonNull(MigrationByOrdinaryRolesTest.class.getResourceAsStream("/sql/" + name))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
