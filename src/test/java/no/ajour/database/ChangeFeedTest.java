package no.ajour.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import no.ajour.database.Follower.Change;
import no.ajour.testing.Login;
import no.ajour.testing.Postgres;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The change feed tells every change that was committed, once, and none that was not, whatever the order of commits. */
// The feed waits for every open transaction of the server.
@ResourceLock(Postgres.QUIET)
class ChangeFeedTest {
    private static final int WRITERS = 8;

    private HikariDataSource database;
    private DataSource connections;
    private JdbcClient jdbc;
    private Follower follower;

    @BeforeEach
    void fill() {
        database = Postgres.quietDatabase();
        // Without a pool: there are more writers than it has connections.
        connections =
                new DriverManagerDataSource(database.getJdbcUrl(), database.getUsername(), database.getPassword());
        jdbc = JdbcClient.create(database);
        FeedTables.fill(jdbc);
        follower = new Follower(jdbc, null);
        follower.catchUp();
        follower.forgetWhatWasSeen();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void ten_thousand_changes_of_transactions_that_commit_in_random_order_are_each_told_once() throws SQLException {
        var random = random(20_261_122);
        var numbers = new AtomicInteger();
        var committed = new ArrayList<Change>();
        try (var old = new Writer(connections, numbers, random)) {
            // Open from before the first change until long after the others have gone on.
            old.write(1);
            var writers = writers(numbers, random);
            while (committed.size() < 10_000) {
                var writer = writers.get(random.nextInt(WRITERS));
                switch (random.nextInt(10)) {
                    case 0 -> committed.addAll(writer.commit());
                    case 1 -> follower.take(1 + random.nextInt(200));
                    case 2 -> {
                        if (random.nextInt(5) == 0) {
                            writer.rollback();
                        }
                    }
                    default -> writer.write(1 + random.nextInt(20));
                }
                if (committed.size() > 3_000 && old.isOpen()) {
                    follower.takeAll();
                    assertThat(follower.seen())
                            .as("what is told while a transaction that began before all others is open")
                            .isEmpty();
                    old.write(1);
                    committed.addAll(old.commit());
                }
            }
            for (var writer : writers) {
                committed.addAll(writer.commit());
                writer.close();
            }
        }
        follower.catchUp();

        assertThat(committed).hasSizeGreaterThan(10_000);
        assertThat(follower.seen()).containsExactlyInAnyOrderElementsOf(committed);
    }

    @Test
    void eight_writers_and_a_follower_at_the_same_time_agree_in_the_end() throws Exception {
        var numbers = new AtomicInteger();
        var committed = new ArrayList<Change>();
        try (var threads = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<List<Change>>> written = IntStream.range(0, WRITERS)
                    .mapToObj(number -> threads.submit(transactions(numbers, random(number))))
                    .toList();
            while (!written.stream().allMatch(Future::isDone)) {
                follower.take(100);
            }
            for (var changes : written) {
                committed.addAll(changes.get());
            }
        }
        follower.catchUp();

        assertThat(committed).hasSizeGreaterThan(1_000);
        assertThat(follower.seen()).containsExactlyInAnyOrderElementsOf(committed);
    }

    @Test
    void every_table_behind_a_view_tells_what_was_added_changed_and_deleted() {
        var expected = new ArrayList<Change>();
        for (var statement : FeedTables.changes()) {
            execute(statement.sql());
            expected.addAll(statement.told());
            follower.catchUp();

            assertThat(follower.seen()).as(statement.sql()).isEqualTo(expected);
        }
    }

    @Test
    void looking_at_a_row_again_is_no_change() {
        for (var sql : FeedTables.looks()) {
            assertThat(jdbc.sql(sql).update()).as(sql).isPositive();
        }
        follower.catchUp();

        assertThat(follower.seen()).isEmpty();
    }

    @Test
    void a_reader_that_begins_takes_the_newest_cursor_reads_the_views_and_misses_nothing() throws SQLException {
        try (var early = new Writer(connections, new AtomicInteger(), random(1))) {
            early.write(3);
            var cursor =
                    jdbc.sql("select ajour.newest_cursor()").query(String.class).single();
            var read = jdbc.sql("select count(*) from ajour.patients")
                    .query(Long.class)
                    .single();
            var late = early.commit();

            var beginner = new Follower(jdbc, cursor);
            beginner.catchUp();

            assertThat(read).isEqualTo(FeedTables.PATIENTS);
            assertThat(beginner.seen()).isEqualTo(late);
        }
    }

    @Test
    void changes_are_forgotten_in_order_and_a_cursor_before_them_is_told_so() {
        var old = follower.cursor();
        jdbc.sql("update ajour.patient set listed = false, delisted_at = now()").update();
        follower.take(1);
        var kept = follower.cursor();

        assertThat(forget("now() - interval '1 day'", 100)).isZero();
        assertThat(forget("now() + interval '1 day'", 100)).isPositive();

        assertThat(stateOf(old)).isEqualTo("24000");
        assertThat(stateOf(kept)).isEqualTo("24000");
        assertThat(stateOf(null)).isEqualTo("24000");
        var newest =
                jdbc.sql("select ajour.newest_cursor()").query(String.class).single();
        jdbc.sql("update ajour.patient set listed = true where id = 1").update();
        var after = new Follower(jdbc, newest);
        after.catchUp();
        assertThat(after.seen()).containsExactly(new Change("patients", 1, false));
        assertThat(catchThrowableOfType(RuntimeException.class, () -> new Follower(jdbc, old).take(1)))
                .hasMessageContaining("kept no more");
    }

    @Test
    void only_as_many_are_forgotten_at_once_as_was_asked_for() {
        var all = jdbc.sql("select count(*) from ajour.change")
                .query(Integer.class)
                .single();

        assertThat(forget("now() + interval '1 day'", 2)).isEqualTo(2);

        assertThat(jdbc.sql("select count(*) from ajour.change")
                        .query(Integer.class)
                        .single())
                .isEqualTo(all - 2);
        assertThat(stateOf(follower.cursor())).isNull();
    }

    @Test
    void two_that_forget_at_the_same_time_take_turns_and_the_mark_never_moves_back() throws Exception {
        try (var one = database.getConnection();
                var forgetting = one.createStatement();
                var other = Executors.newSingleThreadExecutor()) {
            one.setAutoCommit(false);
            forgetting.execute("select ajour.forget_changes(now() + interval '1 day', 9)");

            var second = other.submit(() -> forget("now() + interval '1 day'", 2));
            Awaitility.await().until(() -> Postgres.someoneWaits(database));
            one.commit();

            assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo(2);
        }
        assertThat(jdbc.sql("""
                        select count(*) from ajour.change, ajour.feed
                        where (change.era, change.xid, change.id) <= (pruned_era, pruned_xid, pruned_id)
                        """).query(Long.class).single()).isZero();
        assertThat(jdbc.sql("select pruned_id = (select min(id) - 1 from ajour.change) from ajour.feed")
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    @Test
    void what_is_no_cursor_and_no_limit_is_an_error() {
        assertThat(stateOf("17")).isEqualTo("34000");
        assertThat(stateOf("")).isEqualTo("34000");
        assertThat(stateOf("1-99999999999999999999-1")).isEqualTo("34000");
        assertThat(stateOf("7-1-1")).as("of an era to come").isEqualTo("24000");
        assertThat(stateOf("1-999999999999-0")).as("of a transaction to come").isEqualTo("24000");
        assertThat(stateOf("1-1-1")).as("of a change that is not there").isEqualTo("24000");
        assertThat(Sql.stateOf(() -> jdbc.sql("select * from ajour.changes(null, 0)")
                        .query(String.class)
                        .list()))
                .isEqualTo("22023");
    }

    /** As after pg_restore into another server: the rows are of a history that counted transactions further. */
    @Test
    void in_a_new_history_old_changes_stay_and_new_ones_come_after_every_old_cursor() {
        jdbc.sql("update ajour.patient set listed = false, delisted_at = now() where id = 1")
                .update();
        jdbc.sql("update ajour.change set xid = (xid::text::bigint + 1000000000)::text::xid8")
                .update();
        jdbc.sql("update ajour.feed set history = 'of another server'").update();
        var all = new Follower(jdbc, null);
        all.catchUp();
        int told = all.seen().size();
        var old = new Follower(jdbc, all.cursor());

        jdbc.sql("update ajour.patient set listed = true where id = 1").update();
        old.catchUp();
        all.catchUp();

        assertThat(told).isPositive();
        assertThat(old.seen()).containsExactly(new Change("patients", 1, false));
        assertThat(all.seen()).hasSize(told + 1);
        assertThat(jdbc.sql("select era from ajour.feed").query(Long.class).single())
                .isGreaterThan(1);
    }

    @Test
    void whoever_listens_hears_which_view_to_look_at() throws Exception {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("listen ajour_changes");
            jdbc.sql("update ajour.patient set listed = false, delisted_at = now()")
                    .update();
            jdbc.sql("update ajour.patient set synced_at = now()").update();

            assertThat(Sql.notifications(connection, Duration.ofSeconds(5))).containsExactly("ajour_changes patients");
        }
    }

    @Test
    void one_municipality_of_many_gets_its_own_changes_alone_with_the_same_cursors() {
        try (var login = Login.in(database, "ajour_consumer")) {
            execute("select ajour.grant_tenant('" + login.name() + "', '310000019')");
            var consumer = new DriverManagerDataSource(database.getJdbcUrl(), login.name(), login.password());
            var one = new Follower(JdbcClient.create(consumer), null);
            one.takeAll();
            one.forgetWhatWasSeen();
            jdbc.sql("update ajour.patient set listed = false, delisted_at = now()")
                    .update();
            follower.catchUp();
            one.take(1);
            one.takeAll();

            assertThat(one.seen())
                    .isEqualTo(jdbc
                            .sql("select id from ajour.patient where tenant_id = 1 order by id")
                            .query(Long.class)
                            .list()
                            .stream()
                            .map(id -> new Change("patients", id, false))
                            .toList());
            var everyone = new Follower(jdbc, one.cursor());
            everyone.catchUp();
            assertThat(everyone.seen().size()).isLessThan(FeedTables.PATIENTS);
        }
    }

    private void execute(String sql) {
        new JdbcTemplate(database).execute(sql);
    }

    private Callable<List<Change>> transactions(AtomicInteger numbers, RandomGenerator random) {
        return () -> {
            var committed = new ArrayList<Change>();
            try (var writer = new Writer(connections, numbers, random)) {
                for (int transaction = 0; transaction < 40; transaction++) {
                    writer.write(1 + transaction % 7);
                    if (transaction % 10 == 9) {
                        writer.rollback();
                    } else {
                        committed.addAll(writer.commit());
                    }
                }
            }
            return committed;
        };
    }

    private List<Writer> writers(AtomicInteger numbers, RandomGenerator random) throws SQLException {
        var writers = new ArrayList<Writer>();
        for (int number = 0; number < WRITERS; number++) {
            writers.add(new Writer(connections, numbers, random));
        }
        return writers;
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    private long forget(String before, int most) {
        return jdbc.sql("select ajour.forget_changes(" + before + ", " + most + ")")
                .query(Long.class)
                .single();
    }

    private @Nullable String stateOf(@Nullable String cursor) {
        return Sql.stateOf(() -> jdbc.sql("select * from ajour.changes(?::text, 1)")
                .param(cursor)
                .query((row, number) -> row.getString(1))
                .list());
    }
}
