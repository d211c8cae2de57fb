package no.ajour.healthindicator;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.time.InstantSource;
import no.ajour.sandbox.Book;
import no.ajour.sandbox.EventFactory;
import no.ajour.sandbox.HealthRecord;
import no.ajour.sandbox.SyntheticNin;
import no.ajour.testing.Postgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Whom something has happened to since Kjernejournal was asked. */
@ResourceLock(Postgres.QUIET)
class NewsTest {
    @SuppressWarnings("NullAway.Init")
    private HikariDataSource database;

    @SuppressWarnings("NullAway.Init")
    private Asking asking;

    @BeforeEach
    void install() {
        database = Postgres.quietDatabase();
        asking = new Asking(database);
    }

    @AfterEach
    void remove() throws IOException {
        asking.close();
    }

    @Test
    void patient_with_a_new_event_is_asked_about_again() {
        asking.run(0);
        var events = new EventFactory(InstantSource.system(), 1);
        asking.ajour.sandbox().jft().add(Asking.LYKKEBY, events.any(SyntheticNin.number(2), 1));
        assertThat(asking.ajour.ajour("run", "journal-events").exitCode()).isZero();
        asking.know(2, HealthRecord.of(3));

        asking.run(0);

        assertThat(asking.asked()).isEqualTo(6);
        assertThat(asking.rows("select status::text from ajour.health_indicators where nin = '" + SyntheticNin.number(2)
                        + "'"))
                .containsExactly("3");
    }

    @Test
    void event_that_only_has_a_new_time_is_no_news() {
        var events = new EventFactory(InstantSource.system(), 1);
        asking.ajour.sandbox().jft().add(Asking.LYKKEBY, events.composition(SyntheticNin.number(2)));
        assertThat(asking.ajour.ajour("run", "journal-events").exitCode()).isZero();
        asking.run(0);
        asking.run(0);
        assertThat(asking.asked()).isEqualTo(5);

        var version =
                asking.ajour.sandbox().jft().versions(Asking.LYKKEBY).iterator().next();
        asking.ajour.sandbox().jft().touch(Asking.LYKKEBY, version.type(), version.id());
        assertThat(asking.ajour.ajour("run", "journal-events").out()).contains("restamped 1");
        asking.run(0);

        assertThat(asking.asked()).isEqualTo(5);
    }

    @Test
    void change_of_a_transaction_that_commits_late_is_not_missed() throws Exception {
        asking.run(0);
        try (var late = database.getConnection();
                var statement = late.createStatement()) {
            late.setAutoCommit(false);
            // As a job would that stores a status, and is slow to commit.
            statement.execute("""
                    insert into ajour.digital_active (patient_id, tenant_id, area, active_self, active_via_others,
                                                      proxy_granted, changed_at, synced_at, run_id)
                    select id, tenant_id, 3, true, true, false, now(), now(), (select min(id) from ajour.run)
                    from ajour.patient where nin = '%s'
                    """.formatted(SyntheticNin.number(3)));
            var events = new EventFactory(InstantSource.system(), 1);
            asking.ajour.sandbox().jft().add(Asking.LYKKEBY, events.any(SyntheticNin.number(2), 1));
            assertThat(asking.ajour.ajour("run", "journal-events").exitCode()).isZero();
            asking.run(0);
            late.commit();
        }
        asking.run(0);
        asking.run(0);

        var asked = asking.ajour.sandbox().book().indicatorsAsked().stream()
                .skip(5)
                .map(Book.IndicatorAsked::fnr)
                .toList();
        assertThat(asked).containsExactlyInAnyOrder(SyntheticNin.number(2), SyntheticNin.number(3));
    }

    @Test
    void everyone_is_asked_about_when_changes_have_been_forgotten() {
        asking.run(0);
        var events = new EventFactory(InstantSource.system(), 1);
        asking.ajour.sandbox().jft().add(Asking.LYKKEBY, events.any(SyntheticNin.number(2), 1));
        assertThat(asking.ajour.ajour("run", "journal-events").exitCode()).isZero();
        assertThat(asking.rows("select ajour.forget_changes(clock_timestamp() + interval '1 day', 10000)::text"))
                .doesNotContain("0");

        asking.run(0);

        assertThat(asking.asked()).isEqualTo(10);
        assertThat(asking.rows("select reason from ajour.run order by id desc limit 1"))
                .singleElement()
                .asString()
                .contains("Everyone is asked about");
        asking.run(0);
        assertThat(asking.asked()).isEqualTo(10);
    }
}
