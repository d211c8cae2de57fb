package no.ajour.database;

import static no.ajour.database.TwoMunicipalities.LYKKEBY;
import static no.ajour.database.TwoMunicipalities.MYRDAL;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.ajour.testing.Login;
import no.ajour.testing.Postgres;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One municipality's EHR never sees, changes or guesses what is another's, whatever it asks. */
// The feed waits for every open transaction of the server.
@ResourceLock(Postgres.QUIET)
class TenantSeparationTest {
    private static final String CONSUMER = "ajour_consumer, ajour_health_indicators";
    private static final String NO_EVENT = "P0002";

    // Plans that a consumer may ask for: as the planner likes it, each table read in full and then joined, and each row
    // of
    // one table met with each of another.
    private static final List<String> PLANS = List.of(
            "reset all",
            "set enable_nestloop = off; set enable_mergejoin = off",
            "reset all; set enable_hashjoin = off; set enable_mergejoin = off; set enable_indexscan = off; "
                    + "set enable_indexonlyscan = off; set enable_bitmapscan = off; set enable_material = off");

    private final HikariDataSource superuser = Postgres.quietDatabase();
    private final JdbcClient database = JdbcClient.create(superuser);
    private final Login lykkeby = Login.in(superuser, CONSUMER);
    private final Login myrdal = Login.in(superuser, CONSUMER);
    private final Login both = Login.in(superuser, CONSUMER);

    private String[] numbersOfMyrdal = {};

    @BeforeEach
    void fill_every_table_for_two_municipalities() {
        TwoMunicipalities.fill(database);
        numbersOfMyrdal = numbers(MYRDAL);
        grant(lykkeby.name(), LYKKEBY);
        grant(myrdal.name(), MYRDAL);
        grant(both.name(), "every");
    }

    @AfterEach
    void drop() {
        Stream.of(lykkeby, myrdal, both).forEach(Login::close);
        superuser.close();
    }

    @Test
    void every_view_shows_each_municipality_its_own_rows_and_no_others() throws Exception {
        try (var one = lykkeby.connect();
                var other = myrdal.connect();
                var all = both.connect()) {
            assertThat(views()).hasSizeGreaterThan(10);
            for (var view : views()) {
                var rows = "select v::text from " + view + " v";
                var ofOne = column(one, rows);
                var ofOther = column(other, rows);
                assertThat(ofOne).as("rows of Lykkeby in %s", view).isNotEmpty().allSatisfy(this::isNotMyrdals);
                assertThat(ofOther)
                        .as("rows of Myrdal in %s", view)
                        .isNotEmpty()
                        .allSatisfy(row -> assertThat(row)
                                .doesNotContainIgnoringCase("lykkeby")
                                .doesNotContain(LYKKEBY)
                                .doesNotContain(numbers(LYKKEBY)));
                assertThat(column(all, rows))
                        .as("rows of every tenant in %s", view)
                        .containsExactlyInAnyOrderElementsOf(
                                Stream.concat(ofOne.stream(), ofOther.stream()).toList());
            }
        }
    }

    @Test
    void feed_tells_each_municipality_its_own_changes_and_no_others() throws Exception {
        var changes = "select c::text from ajour.changes(null, 100000) c";
        try (var one = lykkeby.connect();
                var other = myrdal.connect();
                var all = both.connect()) {
            assertThat(column(one, "select distinct orgnr from ajour.changes()"))
                    .containsExactly(LYKKEBY);
            assertThat(column(other, "select distinct orgnr from ajour.changes()"))
                    .containsExactly(MYRDAL);
            assertThat(column(one, "select distinct kind from ajour.changes()"))
                    .isSubsetOf(views().stream()
                            .map(view -> view.substring("ajour.".length()))
                            .toList())
                    .hasSizeGreaterThan(7);
            assertThat(column(all, changes))
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(column(one, changes).stream(), column(other, changes).stream())
                                    .toList());
        }
    }

    @Test
    void function_in_a_query_never_gets_hold_of_another_municipalitys_value() throws Exception {
        try (var session = lykkeby.connect();
                var other = myrdal.connect()) {
            // So cheap that the planner calls it before all else that it may.
            run(session, """
                    create function pg_temp.leak(value anyelement) returns boolean
                        language plpgsql stable cost 0.0000001 as $$
                    begin
                        raise notice '%', value;
                        return true;
                    end
                    $$""");
            for (var view : views()) {
                for (var column : columns(view)) {
                    var secrets = secrets(session, other, view, column);
                    for (var plan : PLANS) {
                        run(session, plan);
                        for (var rest : List.of("", " order by " + column + " limit 1")) {
                            var query = "select from " + view + " where pg_temp.leak(" + column + ")" + rest;
                            assertThat(notices(session, query))
                                    .as("%s; %s", plan, query)
                                    .noneMatch(secrets::contains)
                                    .allSatisfy(this::isNotMyrdals);
                        }
                    }
                }
                assertThat(notices(session, "select from " + view + " v where pg_temp.leak(v)"))
                        .as("whole rows of %s", view)
                        .isNotEmpty()
                        .allSatisfy(this::isNotMyrdals);
            }
            assertThat(notices(session, "select from ajour.changes() c where pg_temp.leak(c.orgnr)"))
                    .containsOnly(LYKKEBY);
        }
    }

    @Test
    void error_in_a_query_never_tells_that_another_municipality_has_a_value() throws Exception {
        try (var session = lykkeby.connect();
                var other = myrdal.connect()) {
            for (var view : views()) {
                for (var column : columns(view)) {
                    var secrets = secrets(session, other, view, column);
                    var any = secrets.stream()
                            .map(secret -> "'" + secret.replace("'", "''") + "'")
                            .collect(Collectors.joining(", ", "any (array[", "]::text[])"));
                    var guess = "select from " + view + " where 1 / case when " + column + "::text = " + any
                            + " then 0 else 1 end > 0";
                    var cast = "select from " + view + " where (" + column + "::text || 'x')::integer > 0";
                    for (var plan : PLANS) {
                        run(session, plan);
                        assertThat((Throwable) error(session, guess))
                                .as("%s; %s", plan, guess)
                                .isNull();
                        var error = error(session, cast);
                        if (error != null) {
                            var quoted = quoted(String.valueOf(error.getMessage()));
                            assertThat(secrets).as("%s; %s", plan, cast).doesNotContain(quoted);
                            isNotMyrdals(quoted);
                        }
                    }
                }
            }
        }
    }

    @Test
    void event_of_another_municipality_cannot_be_told_from_one_that_is_not_there() throws Exception {
        var before = column("select a::text from ajour.acknowledgement a order by 1");
        var others = column("select e.id from ajour.event e join ajour.tenant t on t.id = tenant_id "
                + "where orgnr = '" + MYRDAL + "' order by e.id");
        assertThat(others).hasSize(24);
        try (var session = lykkeby.connect()) {
            for (var other : others) {
                for (var call : List.of(
                        "ajour.mark_journaled(%s)",
                        "ajour.mark_journaled(%s, 'mine')",
                        "ajour.mark_journaled(%s, 'mine', 1)",
                        "ajour.mark_journaled(%s, 'mine', 2)",
                        "ajour.reject_event(%s, 'not mine')",
                        "ajour.reject_event(%s, 'not mine', 2)")) {
                    var refused = Objects.requireNonNull(error(session, "select " + call.formatted(other)));
                    var unknown = Objects.requireNonNull(error(session, "select " + call.formatted("4711")));
                    assertThat(refused.getSQLState()).isEqualTo(NO_EVENT);
                    assertThat(String.valueOf(refused.getMessage()).replace("event " + other, "event 4711"))
                            .isEqualTo(unknown.getMessage());
                }
            }
        }
        assertThat(column("select a::text from ajour.acknowledgement a order by 1"))
                .isEqualTo(before);
        assertThat(column("select count(*) from ajour.rejection where reason = 'not mine'"))
                .containsExactly("0");
    }

    @Test
    void event_is_queued_for_no_other_municipality_and_its_references_stay_its_own() throws Exception {
        var bundle = "'{\"resourceType\": \"Bundle\"}'";
        try (var session = lykkeby.connect()) {
            var refused = Objects.requireNonNull(
                    error(session, "select ajour.queue_event('" + MYRDAL + "', 'mine', " + bundle + ")"));
            var unknown = Objects.requireNonNull(
                    error(session, "select ajour.queue_event('999999999', 'mine', " + bundle + ")"));
            assertThat(refused.getSQLState()).isEqualTo(NO_EVENT);
            assertThat(String.valueOf(refused.getMessage()).replace(MYRDAL, "999999999"))
                    .isEqualTo(unknown.getMessage());
            for (var function : new String[] {"withdraw_event(%s)", "correct_event(%s, '{}')"}) {
                assertThat(Objects.requireNonNull(error(session, "select ajour." + function.replace("%s", "2")))
                                .getSQLState())
                        .as("the other's event")
                        .isEqualTo(NO_EVENT);
            }
            // The other has queued another event under this reference.
            assertThat(column(
                            session, "select ajour.queue_event('" + LYKKEBY + "', 'myrdal reference', " + bundle + ")"))
                    .hasSize(1);
        }
    }

    @Test
    void own_events_are_journaled_and_rejected() throws Exception {
        try (var session = lykkeby.connect()) {
            var waiting = column(session, "select event_id from ajour.events_to_journal order by 1");
            assertThat(waiting).hasSizeGreaterThan(2);
            assertThat(column(session, "select ajour.mark_journaled(" + waiting.getFirst() + ", 'note', 1)"))
                    .containsExactly("pending");
            assertThat(column(session, "select ajour.reject_event(" + waiting.getLast() + ", 'a copy', 1)"))
                    .containsExactly("t");
            assertThat(column(session, "select event_id from ajour.events_to_journal order by 1"))
                    .isEqualTo(waiting.subList(1, waiting.size() - 1));
            assertThat(column(
                            session,
                            "select rejected_by from ajour.rejected_events where event_id = " + waiting.getLast()))
                    .containsExactly(lykkeby.name());
        }
    }

    @Test
    void set_role_changes_what_is_seen_even_by_a_statement_that_is_prepared() throws Exception {
        try (var ofLykkeby = Login.in(superuser, CONSUMER);
                var ofMyrdal = Login.in(superuser, CONSUMER);
                var clerk = Login.in(superuser, ofLykkeby.name() + ", " + ofMyrdal.name())) {
            grant(ofLykkeby.name(), LYKKEBY);
            grant(ofMyrdal.name(), MYRDAL);
            try (var session = clerk.connect()) {
                run(session, "prepare seen as select orgnr from ajour.tenants order by 1");
                // Often enough for a plan that is kept.
                for (int i = 0; i < 8; i++) {
                    assertThat(column(session, "execute seen")).containsExactly(LYKKEBY, MYRDAL);
                    run(session, "set role " + ofLykkeby.name());
                    assertThat(column(session, "execute seen")).containsExactly(LYKKEBY);
                    assertThat(column(session, "select distinct orgnr from ajour.changes()"))
                            .containsExactly(LYKKEBY);
                    run(session, "set role " + ofMyrdal.name());
                    assertThat(column(session, "execute seen")).containsExactly(MYRDAL);
                    run(session, "reset role");
                }
                run(session, "set role ajour_consumer");
                assertThat(Objects.requireNonNull(error(session, "execute seen"))
                                .getSQLState())
                        .isEqualTo("42501");
            }
        }
    }

    @Test
    void consumer_without_a_grant_is_told_whom_to_ask() throws Exception {
        try (var stranger = Login.in(superuser, CONSUMER);
                var session = stranger.connect()) {
            for (var view : views()) {
                refusedWithHint(session, stranger, "select * from " + view);
            }
            for (var call : List.of(
                    "ajour.changes()",
                    "ajour.my_tenants()",
                    "ajour.mark_journaled(1)",
                    "ajour.reject_event(1, 'so')",
                    "ajour.queue_event('" + LYKKEBY + "', 'one', '{\"resourceType\": \"Bundle\"}')")) {
                refusedWithHint(session, stranger, "select * from " + call);
            }
        }
    }

    @Test
    void every_means_every_municipality_also_one_that_comes_later() throws Exception {
        try (var session = both.connect()) {
            assertThat(column(session, "select orgnr from ajour.tenants order by 1"))
                    .containsExactly(LYKKEBY, MYRDAL);
            database.sql("insert into ajour.tenant (orgnr, name) values ('310000051', 'Nesbygd')")
                    .update();
            assertThat(column(session, "select orgnr from ajour.tenants order by 1"))
                    .containsExactly(LYKKEBY, MYRDAL, "310000051");
        }
    }

    @Test
    void grant_can_come_before_its_municipality() throws Exception {
        grant(lykkeby.name(), "310000051");
        try (var session = lykkeby.connect()) {
            assertThat(column(session, "select orgnr from ajour.tenants")).containsExactly(LYKKEBY);
            database.sql("insert into ajour.tenant (orgnr, name) values ('310000051', 'Nesbygd')")
                    .update();
            assertThat(column(session, "select orgnr from ajour.tenants order by 1"))
                    .containsExactly(LYKKEBY, "310000051");
        }
    }

    @Test
    void what_is_revoked_is_seen_no_more_in_the_session_that_saw_it() throws Exception {
        try (var operator = Login.in(superuser, "ajour_operator");
                var operators = operator.connect();
                var session = both.connect()) {
            column(operators, "select ajour.grant_tenant('" + both.name() + "', '" + LYKKEBY + "', 'moved')");
            assertThat(column(operators, "select ajour.revoke_tenant('" + both.name() + "', 'every', 'moved')"))
                    .containsExactly("t");
            assertThat(column(session, "select distinct orgnr from ajour.events"))
                    .containsExactly(LYKKEBY);
            assertThat(column(operators, "select ajour.revoke_tenant('" + both.name() + "', '" + LYKKEBY + "')"))
                    .containsExactly("t");
            assertThat(column(operators, "select ajour.revoke_tenant('" + both.name() + "', '" + LYKKEBY + "')"))
                    .containsExactly("f");
            refusedWithHint(session, both, "select * from ajour.events");

            assertThat(column(
                            operators,
                            "select concat_ws(' ', action, subject ->> 'tenant', why) "
                                    + "from ajour.operator_action where database_role = '" + operator.name() + "' "
                                    + "and subject ->> 'consumer' = '" + both.name() + "' order by id"))
                    .containsExactly(
                            "grant tenant " + LYKKEBY + " moved",
                            "revoke tenant every moved",
                            "revoke tenant " + LYKKEBY,
                            "revoke tenant " + LYKKEBY);
        }
    }

    private static void refusedWithHint(Connection session, Login login, String sql) {
        var error = Objects.requireNonNull(error(session, sql), sql);
        assertThat(error.getSQLState()).as(sql).isEqualTo("42501");
        assertThat(error.getMessage())
                .as(sql)
                .contains("No tenant may be seen by role " + login.name())
                .contains("select ajour.grant_tenant('" + login.name() + "', '<orgnr>')");
    }

    private void grant(String consumer, String tenant) {
        database.sql("select ajour.grant_tenant(?, ?)")
                .param(consumer)
                .param(tenant)
                .query((row, number) -> true)
                .list();
    }

    private List<String> views() {
        return database.sql("select oid::regclass::text from pg_class where relkind in ('v', 'm') "
                        + "and relnamespace = 'ajour'::regnamespace order by 1")
                .query(String.class)
                .list();
    }

    private List<String> columns(String view) {
        return database.sql(
                        "select quote_ident(attname) from pg_attribute where attrelid = :view::regclass and attnum > 0 "
                                + "and not attisdropped order by attnum")
                .param("view", view)
                .query(String.class)
                .list();
    }

    private String[] numbers(String orgnr) {
        return database.sql("select nin from ajour.patient join ajour.tenant on tenant.id = tenant_id where orgnr = ?")
                .param(orgnr)
                .query(String.class)
                .list()
                .toArray(String[]::new);
    }

    /** What only the other has in a column. */
    private static Set<String> secrets(Connection session, Connection other, String view, String column)
            throws SQLException {
        var values = "select " + column + "::text from " + view + " where " + column + " is not null";
        var secrets = new HashSet<>(column(other, values));
        column(session, values).forEach(secrets::remove);
        return secrets;
    }

    private void isNotMyrdals(String text) {
        assertThat(text)
                .doesNotContainIgnoringCase("myrdal")
                .doesNotContain(MYRDAL)
                .doesNotContain(numbersOfMyrdal);
    }

    // The value that could not be cast, without the x that saw to it.
    private static String quoted(String message) {
        return message.substring(message.indexOf('"') + 1, message.lastIndexOf("x\""));
    }

    private static List<@Nullable String> column(Connection session, String sql) throws SQLException {
        try (var statement = session.createStatement();
                var rows = statement.executeQuery(sql)) {
            var values = new ArrayList<@Nullable String>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    private static List<String> notices(Connection session, String sql) throws SQLException {
        try (var statement = session.createStatement()) {
            statement.execute(sql);
            var notices = new ArrayList<String>();
            for (SQLWarning notice = statement.getWarnings(); notice != null; notice = notice.getNextWarning()) {
                notices.add(String.valueOf(notice.getMessage()));
            }
            return notices;
        }
    }

    private List<String> column(String sql) {
        return database.sql(sql).query(String.class).list();
    }

    private static @Nullable SQLException error(Connection session, String sql) {
        try (var statement = session.createStatement()) {
            statement.execute(sql);
            return null;
        } catch (SQLException e) {
            return e;
        }
    }

    private static void run(Connection session, String sql) throws SQLException {
        try (var statement = session.createStatement()) {
            statement.execute(sql);
        }
    }
}
