package no.ajour.patient;

import static no.ajour.patient.Fixture.NORD;
import static no.ajour.patient.Fixture.SYD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import java.util.Map;
import no.ajour.failure.TryLater;
import no.ajour.failure.WrongInstallation;
import no.ajour.testing.Postgres;
import no.ajour.testing.SyntheticNumbers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class EhrQueryTest {

    private static final List<String> PERSONS = SyntheticNumbers.first(25_000);
    private static final String ANN = PERSONS.get(0);
    private static final String BO = PERSONS.get(1);
    private static final String BY_ORGNR =
            "select fnr from journal where orgnr = :orgnr and gone::int = 0 order by fnr";

    private final Fixture it = new Fixture();
    private final HikariDataSource ehr = Postgres.emptyDatabase();
    private final JdbcClient journal = JdbcClient.create(ehr);

    @BeforeEach
    void journal() {
        journal.sql("create table journal (fnr char(14), orgnr text, gone boolean default false)")
                .update();
    }

    @AfterEach
    void close() {
        it.close();
        ehr.close();
    }

    @Test
    void the_list_follows_the_ehr() {
        register(NORD.orgnr(), ANN, BO);
        register(SYD.orgnr(), BO);
        var query = query(BY_ORGNR);

        assertThat(read(query)).isEqualTo(new ListChanges(2, 0, 2, 2, 0, 0, 0));
        assertThat(it.listed(NORD)).containsExactlyInAnyOrder(ANN, BO);
        assertThat(it.listed(SYD)).isEmpty();

        journal.sql("update journal set gone = true where fnr = :bo")
                .param("bo", BO)
                .update();
        assertThat(read(query)).isEqualTo(new ListChanges(1, 0, 1, 0, 0, 1, 1));
        assertThat(it.listed(NORD)).containsExactly(ANN);
    }

    @Test
    void rows_without_a_usable_number_are_told_and_the_others_kept() {
        register(NORD.orgnr(), ANN, "02013299997", null);

        var changes = read(query(BY_ORGNR));

        assertThat(changes).isEqualTo(new ListChanges(3, 2, 1, 1, 0, 0, 0));
        assertThat(it.bad)
                .satisfiesExactlyInAnyOrder(bad -> assertThat(bad).contains("refused-number"), bad -> assertThat(bad)
                        .startsWith("3 invalid-number"));
        assertThat(it.bad.toString()).doesNotContain("02013299997");
    }

    @Test
    void a_column_of_numbers_gets_its_leading_zeros_back() {
        register(NORD.orgnr(), ANN);
        assertThat(ANN).startsWith("0");

        read(query("select fnr::bigint from journal"));

        assertThat(it.listed(NORD)).containsExactly(ANN);
    }

    @Test
    void many_rows_are_read_a_few_at_a_time() {
        register(NORD.orgnr(), PERSONS.toArray(String[]::new));

        assertThat(read(query(BY_ORGNR)).listed()).isEqualTo(25_000);
    }

    @Test
    void query_may_only_read() {
        register(NORD.orgnr(), ANN);

        assertThatExceptionOfType(WrongInstallation.class)
                .isThrownBy(() -> read(query("delete from journal returning fnr")))
                .withMessageContaining("SQLSTATE 25006");
        assertThat(journal.sql("select count(*) from journal").query(Long.class).single())
                .isEqualTo(1);
    }

    @Test
    void database_that_does_not_answer_is_for_later() {
        var gone = new EhrSource("jdbc:postgresql://localhost:1/ehr", "ehr", "secret", BY_ORGNR, null, null);

        assertThatExceptionOfType(TryLater.class)
                .isThrownBy(() -> read(query(gone)))
                .withNoCause()
                .withMessageContaining("Nord")
                .withMessageNotContaining("secret");
    }

    @Test
    void database_that_gives_up_half_way_changes_nothing() {
        it.add(NORD, BO);
        register(NORD.orgnr(), PERSONS.toArray(String[]::new));
        var killed = """
                select case when row_number() over (order by fnr) = 15000
                            then pg_terminate_backend(pg_backend_pid())::text else fnr end
                from journal where orgnr = :orgnr
                """;

        assertThatExceptionOfType(TryLater.class).isThrownBy(() -> read(query(killed)));
        assertThat(it.listed(NORD)).containsExactly(BO);
    }

    @Test
    void wrong_login_and_wrong_sql_are_for_whoever_installed_it() {
        assertThatExceptionOfType(WrongInstallation.class)
                .isThrownBy(() -> read(query("select fnr from jurnal where orgnr = :orgnr")))
                .withMessageContaining("SQLSTATE 42P01")
                .withMessageContaining("ajour.patients.source.query");
        assertThatExceptionOfType(WrongInstallation.class)
                .isThrownBy(() -> read(query("select fnr from journal where orgnr = :org")))
                .withMessageContaining(":orgnr");
    }

    @Test
    void error_that_quotes_a_number_stays_in_the_ehr() {
        register(NORD.orgnr(), ANN, "02013299997x");

        assertThatExceptionOfType(WrongInstallation.class)
                .isThrownBy(() -> read(query("select fnr::bigint from journal")))
                .withNoCause()
                .withMessageContaining("SQLSTATE 22P02")
                .withMessageNotContaining("0201329999");
    }

    @Test
    void tenant_without_a_source_is_asked_for_one() {
        var none = query(EhrSource.NONE);

        assertThat(none.isConfigured(NORD)).isFalse();
        assertThatExceptionOfType(WrongInstallation.class)
                .isThrownBy(() -> read(none))
                .withMessageContaining("ajour.patients.source.url");
    }

    private void register(String orgnr, @Nullable String... numbers) {
        journal.sql("insert into journal (fnr, orgnr) select unnest(cast(:fnrs as text[])), :orgnr")
                .param("fnrs", numbers)
                .param("orgnr", orgnr)
                .update();
    }

    private ListChanges read(EhrQuery query) {
        return query.read(NORD, null, it.badNumbers, () -> {});
    }

    private EhrQuery query(String sql) {
        return query(new EhrSource(ehr.getJdbcUrl(), ehr.getUsername(), ehr.getPassword(), sql, 500, null));
    }

    private EhrQuery query(EhrSource source) {
        var settings = new PatientSettings(
                new NumberSettings("both", List.of()), 0.2, EhrSource.NONE, Map.of(NORD.orgnr(), source));
        return new EhrQuery(new EhrSources(settings, Fixture.BOTH), it.patients);
    }
}
