package no.ajour.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import no.ajour.testing.Login;
import no.ajour.testing.Postgres;
import no.ajour.testing.SyntheticNumbers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What each role may do, and that it may do no more: a login of each tries. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RolesTest {
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String NOT_UPDATABLE = "55000";
    private static final String ORGNR = "310000019";

    // What the session's role may do, an object a row. The letters are explained in rights.txt.
    private static final String RIGHTS = """
            with relation as (
                select c.oid, c.relkind, n.nspname || '.' || c.relname as name
                from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where n.nspname in ('ajour', 'batch', 'quartz') and c.relkind in ('r', 'p', 'v', 'm', 'f')
            )
            select 'database' as object,
                   case when has_database_privilege(current_database(), 'create') then 'C' else '' end as rights
            union all
            select 'schema ' || nspname,
                   case when has_schema_privilege(oid, 'usage') then 'U' else '' end
                   || case when has_schema_privilege(oid, 'create') then 'C' else '' end
            from pg_namespace where nspname in ('ajour', 'batch', 'quartz')
            union all
            select case relkind when 'v' then 'view ' else 'table ' end || name,
                   (select coalesce(string_agg(
                        case
                            when has_table_privilege(relation.oid, privilege) then letter
                            when case when columnwise then has_any_column_privilege(relation.oid, privilege) end then
                                letter || '(' || (select string_agg(attname, ',' order by attnum) from pg_attribute
                                                  where attrelid = relation.oid and attnum > 0 and not attisdropped
                                                    and has_column_privilege(relation.oid, attnum, privilege)) || ')'
                        end, '' order by place), '')
                    from (values (1, 'select', 's', true), (2, 'insert', 'i', true), (3, 'update', 'u', true),
                                 (4, 'delete', 'd', false), (5, 'truncate', 't', false),
                                 (6, 'references', 'r', true), (7, 'trigger', 'g', false))
                         as p (place, privilege, letter, columnwise))
            from relation
            union all
            select 'sequence ' || n.nspname || '.' || c.relname,
                   case when has_sequence_privilege(c.oid, 'usage') then 'U' else '' end
                   || case when has_sequence_privilege(c.oid, 'select') then 's' else '' end
                   || case when has_sequence_privilege(c.oid, 'update') then 'u' else '' end
            from (select * from pg_class where relkind = 'S' offset 0) c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname in ('ajour', 'batch', 'quartz')
            union all
            select 'function ' || p.oid::regprocedure,
                   case when has_function_privilege(p.oid, 'execute') then 'x' else '' end
            from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname in ('ajour', 'batch', 'quartz')
            union all
            select 'role ' || rolname, case when pg_has_role(oid, 'member') then 'm' else '' end
            from pg_roles where rolname like 'ajour\\_%'
            """;

    private final HikariDataSource superuser = Postgres.freshDatabase();
    private final JdbcClient database = JdbcClient.create(superuser);
    private final Map<String, Login> logins = new LinkedHashMap<>();

    @BeforeAll
    void make_a_login_of_each_role() {
        logins.put("job", Login.in(superuser, "ajour_job"));
        logins.put("consumer", Login.in(superuser, "ajour_consumer"));
        logins.put("operator", Login.in(superuser, "ajour_operator"));
        logins.put("indicators", Login.in(superuser, "ajour_health_indicators"));
        logins.put("reader", Login.in(superuser, "ajour_reader"));
        logins.put("nobody", Login.in(superuser, ""));
        database.sql("insert into ajour.tenant (orgnr, name) values (?, 'Lykkeby')")
                .param(ORGNR)
                .update();
        database.sql("select ajour.grant_tenant(?, ?)")
                .param(login("consumer").name())
                .param(ORGNR)
                .query((row, number) -> true)
                .list();
        database.sql("insert into ajour.operator_action (operator, action) values ('somebody', 'something')")
                .update();
    }

    @AfterAll
    void drop_them() {
        logins.values().forEach(Login::close);
        superuser.close();
    }

    @Test
    void every_right_of_every_role_is_as_written_down() throws Exception {
        assertThat(String.join("\n", rights()))
                .as("what logins may do; what is meant is in rights.txt")
                .isEqualTo(String.join("\n", meant()));
    }

    @Test
    void what_the_catalog_says_of_rights_is_what_happens() throws Exception {
        for (var role : List.of("job", "consumer", "operator", "indicators", "nobody")) {
            var login = login(role);
            try (var session = login.connect()) {
                for (var table : tables()) {
                    for (var attempt : attempts(table).entrySet()) {
                        var privilege = attempt.getKey();
                        boolean may = JdbcClient.create(superuser)
                                .sql("""
                                        select has_schema_privilege(:role, split_part(:table, '.', 1), 'usage')
                                            and has_table_privilege(:role, :table, :privilege)
                                        """)
                                .param("role", login.name())
                                .param("table", table)
                                .param("privilege", privilege)
                                .query(Boolean.class)
                                .single();
                        assertThat(state(session, attempt.getValue()))
                                .as("%s: %s", login.name(), attempt.getValue())
                                .isEqualTo(may ? null : INSUFFICIENT_PRIVILEGE);
                    }
                }
            }
        }
    }

    @Test
    void roles_do_not_log_in_and_are_nothing_beyond() {
        var roles = List.of(
                "ajour_owner",
                "ajour_reader",
                "ajour_job",
                "ajour_consumer",
                "ajour_operator",
                "ajour_health_indicators");
        assertThat(column("""
                        select rolname from pg_roles
                        where rolname like 'ajour\\_%'
                          and not (rolcanlogin or rolsuper or rolcreaterole or rolcreatedb or rolbypassrls or rolreplication)
                        """)).containsExactlyInAnyOrderElementsOf(roles);
        for (var role : roles) {
            assertThat(column("select state from (select pg_has_role('" + role + "', rolname, 'member') as is_member, "
                            + "rolname as state from pg_roles where rolname <> '" + role
                            + "') as other where is_member"))
                    .as("roles that %s is in", role)
                    .isEqualTo(role.equals("ajour_operator") ? List.of("ajour_job") : List.of());
        }
    }

    @Test
    void views_belong_to_the_reader_and_all_else_to_the_owner() {
        assertThat(column("""
                        select distinct case when relkind = 'v' then 'views ' else 'tables ' end || pg_get_userbyid(relowner)
                        from pg_class where relnamespace in ('ajour'::regnamespace, 'batch'::regnamespace, 'quartz'::regnamespace)
                        union
                        select 'functions ' || pg_get_userbyid(proowner) from pg_proc
                        where pronamespace in ('ajour'::regnamespace, 'batch'::regnamespace, 'quartz'::regnamespace)
                        union
                        select 'schemas ' || pg_get_userbyid(nspowner) from pg_namespace where nspname in ('ajour', 'batch', 'quartz')
                        order by 1
                        """))
                .containsExactly(
                        "functions ajour_owner", "schemas ajour_owner", "tables ajour_owner", "views ajour_reader");
    }

    @Test
    void functions_that_run_as_their_owner_look_nowhere_a_caller_can_put_something() {
        assertThat(column("""
                        select p.oid::regprocedure::text from pg_proc p
                        where pronamespace in ('ajour'::regnamespace, 'batch'::regnamespace, 'quartz'::regnamespace) and prosecdef
                          and not coalesce('search_path=pg_catalog, pg_temp' = any (proconfig), false)
                        """)).isEmpty();
    }

    @Test
    void consumer_reads_and_calls_what_is_for_consumers() throws Exception {
        try (var session = login("consumer").connect()) {
            for (var view : views()) {
                if (!view.equals("ajour.health_indicators")) {
                    assertThat(state(session, "select * from " + view)).as(view).isNull();
                }
            }
            for (var call : List.of(
                    "select * from ajour.changes()",
                    "select ajour.newest_cursor()",
                    "select ajour.my_tenants()",
                    "select ajour.queue_event('" + ORGNR + "', 'one', '{\"resourceType\": \"Bundle\"}')")) {
                assertThat(state(session, call)).as(call).isNull();
            }
        }
    }

    @Test
    void consumer_is_refused_all_else() throws Exception {
        try (var session = login("consumer").connect()) {
            refused(
                    session,
                    "select * from ajour.patient",
                    "table ajour.dead_letter_payload",
                    "select * from ajour.health_indicators",
                    "copy ajour.event to stdout",
                    "do $$ begin lock table ajour.patient in access share mode; end $$",
                    "do $$ begin lock table ajour.patients in access exclusive mode; end $$",
                    "select * from ajour.events for update",
                    "select * from batch.batch_job_instance");
            refused(
                    session,
                    "create table ajour.mine (id int)",
                    "create view ajour.mine as select 1 as id",
                    "create or replace view ajour.tenants as select ''::text as orgnr, ''::text as name",
                    "create function ajour.mine() returns int language sql as 'select 1'",
                    "create schema mine",
                    "alter view ajour.documents set (security_barrier = false)",
                    "alter view ajour.documents owner to current_user",
                    "drop view ajour.tenants",
                    "alter table ajour.patient disable row level security",
                    "alter table ajour.patient add column mine int",
                    "drop policy consumers on ajour.patient",
                    "create policy mine on ajour.patient using (true)",
                    "alter function ajour.my_tenants() security invoker",
                    "create or replace function ajour.my_tenants() returns smallint[] language sql as 'select null'",
                    "grant select on ajour.patient to current_user",
                    "grant ajour_operator to current_user",
                    "comment on view ajour.tenants is 'mine'",
                    "drop schema ajour cascade");
            refused(
                    session,
                    "insert into ajour.change (era, kind, tenant_id, key, deleted) values (1, 'events', 1, 1, false)",
                    "delete from ajour.feed",
                    "select ajour.grant_tenant(current_user::text)",
                    "select ajour.revoke_tenant(current_user::text)",
                    "select ajour.keep_payload(1, 'mine')",
                    "select ajour.forget_changes(now())",
                    "select ajour.history()");
            for (var view : views()) {
                for (var write : List.of("delete from " + view, "insert into " + view + " default values")) {
                    assertThat(state(session, write)).as(write).isIn(NOT_UPDATABLE, INSUFFICIENT_PRIVILEGE);
                }
            }
        }
    }

    @Test
    void consumer_cannot_take_on_another_role_or_other_tenants() throws Exception {
        var other = login("operator").name();
        try (var session = login("consumer").connect()) {
            var tenants = text(session, "select ajour.my_tenants()");
            for (var role : List.of("ajour_owner", "ajour_reader", "ajour_job", "ajour_operator", other)) {
                refused(
                        session,
                        "set role " + role,
                        "select set_config('role', '" + role + "', false)",
                        "set session authorization " + role,
                        "select set_config('session_authorization', '" + role + "', true)");
            }
            refused(
                    session,
                    "insert into ajour.consumer_tenant (consumer, orgnr) values (current_user, 'every')",
                    "update ajour.consumer_tenant set orgnr = 'every'",
                    "insert into ajour.tenant (orgnr, name) values ('310000035', 'Myrdal')");
            // A name of Ajour's in the caller's own schema, where a careless function would look first.
            run(
                    session,
                    "create temp table consumer_tenant as select current_user::text as consumer, 'every' as orgnr");
            run(session, "create temp table pg_roles as select 'ajour_owner'::name as rolname, 10::oid as oid");
            run(
                    session,
                    "create function pg_temp.pg_has_role(name, oid, text) returns boolean language sql as 'select true'");
            run(session, "set search_path = pg_temp, pg_catalog");
            assertThat(text(session, "select ajour.my_tenants()")).isEqualTo(tenants);
            refused(
                    session,
                    "create trigger mine after insert on consumer_tenant for each statement "
                            + "execute function ajour.only_added()",
                    "set role none; set row_security = off; select * from ajour.patients");
        }
        assertThat(column("select orgnr from ajour.consumer_tenant")).containsExactly(ORGNR);
    }

    @Test
    void consumer_cannot_begin_a_session_as_another_role() throws Exception {
        var login = login("consumer");
        for (var role : List.of("ajour_owner", "ajour_operator")) {
            String state = null;
            try (var session = login.connect("-c role=" + role)) {
                // Not every version refuses the session: then the setting has had no effect.
                assertThat(text(session, "select current_user")).isEqualTo(login.name());
            } catch (SQLException e) {
                state = e.getSQLState();
            }
            assertThat(state).isIn(null, INSUFFICIENT_PRIVILEGE);
            try (var session = login.connect()) {
                state(session, "alter role " + login.name() + " set role = '" + role + "'");
            }
            try (var session = login.connect()) {
                assertThat(text(session, "select current_user")).isEqualTo(login.name());
                assertThat(text(session, "select ajour.my_tenants()")).isEqualTo("{1}");
                run(session, "alter role " + login.name() + " reset role");
            }
        }
    }

    @Test
    void only_who_is_let_in_reads_health_indicators() throws Exception {
        database.sql("""
                        with run as (
                            insert into ajour.run (job, tenant, token) values ('a job', 'national', 1) returning id
                        ), patient as (
                            insert into ajour.patient (tenant_id, nin) select id, ? from ajour.tenant returning id, tenant_id
                        )
                        insert into ajour.health_indicator (tenant_id, patient_id, status, changed_at, synced_at, run_id)
                        select tenant_id, patient.id, 2, now(), now(), run.id from patient, run
                        """).param(SyntheticNumbers.first(1).getFirst()).update();
        try (var session = login("indicators").connect()) {
            refused(session, "select * from ajour.patients", "select * from ajour.changes()");
            // Let in, but granted no tenant.
            refused(session, "select * from ajour.health_indicators");
            assertThat(message(session, "select * from ajour.health_indicators"))
                    .contains("No tenant may be seen by role");
        }
        try (var session = login("operator").connect()) {
            assertThat(state(session, "select * from ajour.health_indicators")).isNull();
        }
    }

    @Test
    void job_reads_no_payload_and_decides_nothing_for_consumers() throws Exception {
        try (var session = login("job").connect()) {
            assertThat(state(session, "select letter_id, stored_at from ajour.dead_letter_payload"))
                    .isNull();
            refused(
                    session,
                    "select payload from ajour.dead_letter_payload",
                    "select p from ajour.dead_letter_payload p",
                    "insert into ajour.dead_letter_payload (letter_id, payload) values (1, '')",
                    "insert into ajour.change (era, kind, tenant_id, key, deleted) values (1, 'events', 1, 1, false)",
                    "delete from ajour.change",
                    "update ajour.feed set era = 7",
                    "insert into ajour.to_journal values (1, 1, 1)",
                    "delete from ajour.to_journal",
                    "delete from ajour.rejection",
                    "select * from ajour.consumer_tenant",
                    "select ajour.grant_tenant(current_user::text)",
                    "select ajour.my_tenants()",
                    "create table ajour.mine (id int)",
                    "alter table ajour.patient disable trigger all",
                    "truncate ajour.event",
                    "set session_replication_role = replica",
                    "set role ajour_owner",
                    "set role ajour_operator");
        }
    }

    @Test
    void what_operators_did_is_neither_changed_nor_made_up_by_anybody() throws Exception {
        for (var who : List.of("job", "operator")) {
            try (var session = login(who).connect()) {
                assertThat(state(session, "insert into ajour.operator_action (operator, action) values ('me', 'this')"))
                        .isNull();
                refused(
                        session,
                        "insert into ajour.operator_action (operator, action, database_role) values ('me', 'this', 'you')",
                        "insert into ajour.operator_action (operator, action, at) values ('me', 'this', '2026-01-01')",
                        "update ajour.operator_action set operator = 'you'",
                        "delete from ajour.operator_action",
                        "truncate ajour.operator_action",
                        "alter table ajour.operator_action disable trigger all");
            }
        }
        assertThat(column("select database_role from ajour.operator_action where operator = 'me' order by id"))
                .containsExactly(login("job").name(), login("operator").name());
        try (var superusers = superuser.getConnection()) {
            refused(
                    superusers,
                    "update ajour.operator_action set operator = 'you'",
                    "delete from ajour.operator_action",
                    "truncate ajour.operator_action");
        }
    }

    @Test
    void operator_grants_tenants_and_writes_no_table_that_a_job_does_not() throws Exception {
        try (var session = login("operator").connect()) {
            assertThat(state(session, "select ajour.grant_tenant('ajour_health_indicators', '310000035')"))
                    .isNull();
            assertThat(text(session, "select ajour.revoke_tenant('ajour_health_indicators', '310000035')"))
                    .isEqualTo("t");
            refused(
                    session,
                    "insert into ajour.consumer_tenant (consumer, orgnr) values (current_user, 'every')",
                    "delete from ajour.consumer_tenant",
                    "insert into ajour.change (era, kind, tenant_id, key, deleted) values (1, 'events', 1, 1, false)",
                    "insert into ajour.dead_letter_payload (letter_id, payload) values (1, '')",
                    "create table ajour.mine (id int)",
                    "set role ajour_owner");
        }
    }

    private Login login(String role) {
        return Objects.requireNonNull(logins.get(role));
    }

    // Lines as in rights.txt: the object, then a column a login.
    private List<String> rights() throws SQLException {
        var rights = new TreeMap<String, List<String>>();
        for (var login : logins.values()) {
            try (var session = login.connect();
                    var statement = session.createStatement();
                    var rows = statement.executeQuery(RIGHTS)) {
                while (rows.next()) {
                    var right = rows.getString("rights");
                    rights.computeIfAbsent(rows.getString("object"), object -> new ArrayList<>())
                            .add(right.isEmpty() ? "-" : right);
                }
            }
        }
        return rights.entrySet().stream()
                .filter(row -> row.getValue().stream().anyMatch(right -> !right.equals("-")))
                .map(row -> row.getKey() + "  " + String.join("  ", row.getValue()))
                .toList();
    }

    private static List<String> meant() throws IOException {
        try (InputStream text = Objects.requireNonNull(RolesTest.class.getResourceAsStream("rights.txt"))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.strip().replaceAll(" {2,}", "  "))
                    .toList();
        }
    }

    private List<String> tables() {
        return column(
                "select oid::regclass::text from pg_class where relkind = 'r' "
                        + "and relnamespace in ('ajour'::regnamespace, 'batch'::regnamespace, 'quartz'::regnamespace) order by 1");
    }

    private List<String> views() {
        return column("select oid::regclass::text from pg_class where relkind = 'v' "
                + "and relnamespace = 'ajour'::regnamespace order by 1");
    }

    // Explained only: that asks for the same rights, and does nothing.
    private Map<String, String> attempts(String table) {
        var column = database.sql("""
                        select attname from pg_attribute
                        where attrelid = :table::regclass and attnum > 0 and not attisdropped and attidentity = ''
                          and attgenerated = ''
                        order by attnum desc limit 1
                        """).param("table", table).query(String.class).single();
        // What a table makes of its other columns itself cannot be given.
        var given = column("select quote_ident(attname) from pg_attribute where attrelid = '" + table
                + "'::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum");
        return Map.of(
                "select", "explain select * from " + table,
                "insert",
                        "explain insert into " + table + " (" + String.join(", ", given)
                                + ") overriding system value select "
                                + given.stream()
                                        .map(name -> "(null::" + table + ")." + name)
                                        .collect(Collectors.joining(", ")),
                "update", "explain update " + table + " set " + column + " = null",
                "delete", "explain delete from " + table,
                "truncate",
                        "do $$ begin truncate " + table + " cascade; raise exception using errcode = 'AJ000'; "
                                + "exception when sqlstate 'AJ000' then null; end $$");
    }

    private List<String> column(String sql) {
        return database.sql(sql).query(String.class).list();
    }

    private static void refused(Connection session, String... statements) {
        for (var statement : statements) {
            assertThat(state(session, statement)).as(statement).isEqualTo(INSUFFICIENT_PRIVILEGE);
        }
    }

    /** The SQLSTATE that a statement fails with; null if it does not fail. */
    private static @Nullable String state(Connection session, String sql) {
        try (var statement = session.createStatement()) {
            statement.execute(sql);
            return null;
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }

    private static String message(Connection session, String sql) {
        try (var statement = session.createStatement()) {
            statement.execute(sql);
            return "";
        } catch (SQLException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static void run(Connection session, String sql) throws SQLException {
        try (var statement = session.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String text(Connection session, String sql) throws SQLException {
        try (var statement = session.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
