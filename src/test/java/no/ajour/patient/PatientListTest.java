package no.ajour.patient;

import static no.ajour.patient.Fixture.NORD;
import static no.ajour.patient.Fixture.SYD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import no.ajour.failure.WrongInstallation;
import no.ajour.testing.Postgres;
import no.ajour.testing.SyntheticNumbers;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PatientListTest {

    private static final List<String> PERSONS = SyntheticNumbers.first(1_000);
    private static final String ANN = PERSONS.get(0);
    private static final String BO = PERSONS.get(1);
    private static final String CAY = PERSONS.get(2);
    private static final String REAL = "02013299997";

    private final Fixture it = new Fixture();

    @AfterEach
    void close() {
        it.close();
    }

    @Test
    void bad_and_repeated_numbers_are_counted_and_the_others_listed() {
        var changes = it.add(NORD, ANN, "12345678901", BO, ANN, REAL);

        assertThat(changes).isEqualTo(new ListChanges(5, 2, 2, 2, 0, 0, 0));
        assertThat(changes.repeated()).isEqualTo(1);
        assertThat(it.listed(NORD)).containsExactlyInAnyOrder(ANN, BO);
        assertThat(it.bad)
                .satisfiesExactly(bad -> assertThat(bad).startsWith("2 invalid-number:"), bad -> assertThat(bad)
                        .startsWith("5 refused-number:"));
        assertThat(it.bad.toString()).doesNotContain("12345678901", REAL);
    }

    @Test
    void person_who_is_deleted_while_an_event_is_stored_is_met_anew() throws Exception {
        var nin = Nin.parse(ANN);
        var before = it.patients.personIds(NORD, List.of(nin), null);
        try (var housekeeping = it.database.getConnection();
                var executor = Executors.newSingleThreadExecutor()) {
            housekeeping.setAutoCommit(false);
            housekeeping.createStatement().execute("delete from ajour.patient");
            var met = executor.submit(() -> it.patients.personIds(NORD, List.of(nin), null));
            Awaitility.await().until(() -> Postgres.someoneWaits(it.database));
            housekeeping.commit();

            assertThat(met.get()).containsOnlyKeys(nin).isNotEqualTo(before);
        }
        assertThat(it.rows()).hasSize(1);
    }

    @Test
    void person_who_was_met_is_not_deleted_before_the_event_is_stored() throws SQLException {
        var nin = Nin.parse(ANN);
        it.transaction.executeWithoutResult(status -> {
            it.patients.personIds(NORD, List.of(nin), null);
        });
        it.transaction.executeWithoutResult(status -> {
            it.patients.personIds(NORD, List.of(nin), null);
            try (var other = it.database.getConnection();
                    var locked = other.createStatement()
                            .executeQuery("select id from ajour.patient for update skip locked")) {
                assertThat(locked.next()).isFalse();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void two_hundred_thousand_numbers_applied_twice_make_no_second_row_version() {
        var numbers = SyntheticNumbers.first(200_000);
        var first = it.complete(NORD, numbers);
        var versions = versions();

        var second = it.complete(NORD, numbers);

        assertThat(first).isEqualTo(new ListChanges(200_000, 0, 200_000, 200_000, 0, 0, 0));
        assertThat(second).isEqualTo(new ListChanges(200_000, 0, 200_000, 0, 0, 200_000, 0));
        assertThat(versions()).isEqualTo(versions);
    }

    private String versions() {
        return it.jdbc
                .sql("select md5(string_agg(xmin::text || ctid::text, ',' order by id)) from ajour.patient")
                .query(String.class)
                .single();
    }

    @Test
    void complete_list_delists_the_missing_and_relists_who_comes_back() {
        it.complete(NORD, List.of(ANN, BO));
        var listedAt = listedAt(BO);

        assertThat(it.complete(NORD, List.of(ANN, CAY))).isEqualTo(new ListChanges(2, 0, 2, 1, 0, 1, 1));
        assertThat(it.listed(NORD)).containsExactlyInAnyOrder(ANN, CAY);
        assertThat(delistedAt(BO)).isNotNull();

        assertThat(it.complete(NORD, List.of(ANN, BO, CAY))).isEqualTo(new ListChanges(3, 0, 3, 0, 1, 2, 0));
        assertThat(it.listed(NORD)).containsExactlyInAnyOrder(ANN, BO, CAY);
        assertThat(listedAt(BO)).isAfter(listedAt);
        assertThat(delistedAt(BO)).isNull();
    }

    @Test
    void addition_delists_nobody() {
        it.complete(NORD, List.of(ANN, BO));

        assertThat(it.add(NORD, CAY).delisted()).isZero();
        assertThat(it.listed(NORD)).containsExactlyInAnyOrder(ANN, BO, CAY);
    }

    @Test
    void tenants_do_not_touch_each_other() {
        it.complete(NORD, List.of(ANN, BO));
        it.complete(SYD, List.of(BO));
        it.complete(NORD, List.of(ANN));

        assertThat(it.listed(NORD)).containsExactly(ANN);
        assertThat(it.listed(SYD)).containsExactly(BO);
        assertThat(it.patients.listedCount(NORD)).isEqualTo(1);
    }

    @Test
    void list_that_would_delist_too_many_changes_nothing_and_says_how_to_allow_it() {
        it.complete(NORD, PERSONS);
        var rows = it.rows();
        var shorter = Stream.concat(
                        PERSONS.stream().skip(201),
                        SyntheticNumbers.stream().skip(1_000).limit(5))
                .toList();

        assertThatExceptionOfType(WrongInstallation.class)
                .isThrownBy(() -> it.complete(NORD, shorter))
                .withMessageContaining("201 of 1000")
                .withMessageContaining("AJOUR_PATIENTS_LARGESTDELISTING=1");
        assertThat(it.rows()).isEqualTo(rows);

        assertThat(it.complete(NORD, PERSONS.subList(200, 1_000)).delisted()).isEqualTo(200);
        var allowed = it.list(1).apply(NORD, Stream.of(ANN), Extent.COMPLETE, null, it.badNumbers);
        assertThat(allowed.delisted()).isEqualTo(800);
    }

    @Test
    void small_lists_may_lose_ten() {
        it.complete(NORD, PERSONS.subList(0, 12));

        assertThat(catchThrowable(() -> it.complete(NORD, PERSONS.subList(0, 1))))
                .isInstanceOf(WrongInstallation.class);
        assertThat(it.complete(NORD, PERSONS.subList(0, 2)).delisted()).isEqualTo(10);
    }

    @Test
    void empty_complete_list_is_refused_unless_everything_may_go() {
        it.complete(NORD, List.of(ANN));

        assertThatExceptionOfType(WrongInstallation.class)
                .isThrownBy(() -> it.complete(NORD, List.of(REAL)))
                .withMessageContaining("no usable row (1 bad")
                .withMessageContaining("AJOUR_PATIENTS_LARGESTDELISTING=1");
        assertThat(it.listed(NORD)).containsExactly(ANN);

        assertThat(it.list(1)
                        .apply(NORD, Stream.<String>of(), Extent.COMPLETE, null, it.badNumbers)
                        .delisted())
                .isEqualTo(1);
    }

    @Test
    void person_met_in_an_event_is_known_unlisted_and_keeps_the_id_when_listed() {
        long run = it.jdbc
                .sql(
                        "insert into ajour.run (job, tenant, token) values ('journal-events', '314159265', 1) returning id")
                .query(Long.class)
                .single();
        var ann = Nin.parse(ANN);
        it.add(NORD, BO);

        var ids = it.patients.personIds(NORD, List.of(ann, Nin.parse(BO), ann), run);

        assertThat(ids).hasSize(2);
        assertThat(ids.toString()).doesNotContain(ANN);
        assertThat(it.listed(NORD)).containsExactly(BO);
        assertThat(listedAt(ANN)).isNull();
        var rows = it.rows();
        assertThat(it.patients.personIds(NORD, List.of(ann), run)).containsEntry(ann, ids.get(ann));
        assertThat(it.rows()).isEqualTo(rows);
        assertThat(it.patients.personIds(NORD, List.of(), run)).isEmpty();

        assertThat(it.add(NORD, ANN)).isEqualTo(new ListChanges(1, 0, 1, 1, 0, 0, 0));
        assertThat(it.patients.personIds(NORD, List.of(ann), null)).isEqualTo(Map.of(ann, ids.get(ann)));
        assertThat(listedAt(ANN)).isNotNull();
    }

    @Test
    void complete_list_does_not_count_or_delist_persons_who_were_never_on_it() {
        it.patients.personIds(NORD, PERSONS.stream().map(Nin::parse).toList(), null);

        assertThat(it.complete(NORD, List.of(ANN)).delisted()).isZero();
        assertThat(it.jdbc
                        .sql("select count(*) from ajour.patient where delisted_at is not null")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void caller_that_rolls_back_undoes_everything_and_may_apply_two_lists() {
        it.transaction.executeWithoutResult(status -> {
            it.add(NORD, ANN);
            it.add(NORD, BO);
            assertThat(it.listed(NORD)).containsExactlyInAnyOrder(ANN, BO);
            status.setRollbackOnly();
        });

        assertThat(it.rows()).isEmpty();
        assertThat(it.add(NORD, ANN).listed()).isEqualTo(1);
    }

    @Test
    void source_that_breaks_half_way_changes_nothing() {
        it.add(NORD, ANN);
        var rows = it.rows();
        var broken = PERSONS.stream().peek(number -> {
            if (number.equals(PERSONS.getLast())) {
                throw new IllegalStateException("broken");
            }
        });

        assertThat(catchThrowable(() -> it.patients.apply(NORD, broken, Extent.COMPLETE, null, it.badNumbers)))
                .hasMessage("broken");
        assertThat(it.rows()).isEqualTo(rows);
    }

    /** The other transaction commits the person after this one has looked for persons who are not listed. */
    @Test
    void listing_is_not_lost_to_an_event_that_arrives_at_the_same_time() throws Exception {
        it.tenants.register(List.of(NORD));
        try (var other = Executors.newSingleThreadExecutor()) {
            var listing = it.transaction.execute(status -> {
                it.patients.personIds(NORD, List.of(Nin.parse(ANN)), null);
                var waiting = other.submit(() -> it.add(NORD, ANN, BO));
                Awaitility.await().until(() -> Postgres.someoneWaits(it.database));
                return waiting;
            });

            assertThat(listing.get()).isEqualTo(new ListChanges(2, 0, 2, 2, 0, 0, 0));
        }
        assertThat(it.listed(NORD)).containsExactlyInAnyOrder(ANN, BO);
    }

    private @Nullable OffsetDateTime listedAt(String nin) {
        return time("listed_at", nin);
    }

    private @Nullable OffsetDateTime delistedAt(String nin) {
        return time("delisted_at", nin);
    }

    private @Nullable OffsetDateTime time(String column, String nin) {
        return it.jdbc
                .sql("select case :column when 'listed_at' then listed_at else delisted_at end from ajour.patient"
                        + " where nin = :nin")
                .param("column", column)
                .param("nin", nin)
                .query((row, at) -> new AtomicReference<>(row.getObject(1, OffsetDateTime.class)))
                .single()
                .get();
    }
}
