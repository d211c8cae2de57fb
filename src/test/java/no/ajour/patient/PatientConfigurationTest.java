package no.ajour.patient;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import no.ajour.patient.NumberVerdict.Accepted;
import no.ajour.tenant.Tenants;
import no.ajour.testing.Postgres;
import no.ajour.testing.SyntheticNumbers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class PatientConfigurationTest {

    private static final HikariDataSource DATABASE = Postgres.freshDatabase();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withBean(DataSource.class, () -> DATABASE, definition -> definition.setDestroyMethodName(""))
            .withConfiguration(AutoConfigurations.of(
                    JdbcTemplateAutoConfiguration.class,
                    JdbcClientAutoConfiguration.class,
                    DataSourceTransactionManagerAutoConfiguration.class))
            .withUserConfiguration(PatientConfiguration.class)
            .withPropertyValues(
                    "ajour.environment=test", "ajour.tenants[0].orgnr=314159265", "ajour.tenants[1].orgnr=271828182");

    @AfterAll
    static void stop() {
        DATABASE.close();
    }

    @Test
    void needs_no_more_than_environment_and_tenants() {
        runner.run(context -> {
            assertThat(context).hasNotFailed();
            var nord = context.getBean(Tenants.class).tenants().getFirst();
            assertThat(context.getBean(EhrQuery.class).isConfigured(nord)).isFalse();
            assertThat(context.getBean(PatientList.class).listedCount(nord)).isZero();
            assertThat(context.getBean(PatientSettings.class).largestDelisting())
                    .isEqualTo(0.2);
            assertThat(context.getBean(NumberGuard.class)
                            .check(SyntheticNumbers.first(1).getFirst()))
                    .isInstanceOf(Accepted.class);
        });
    }

    @Test
    void tenant_overrides_what_it_has_otherwise() {
        runner.withPropertyValues(
                        "ajour.patients.source.url=jdbc:postgresql://ehr/one",
                        "ajour.patients.source.username=ajour",
                        "ajour.patients.source.query=select fnr from journal where orgnr = :orgnr",
                        "ajour.patients.sources.271828182.url=jdbc:postgresql://ehr/two",
                        "ajour.patients.sources.271828182.fetch-size=100")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    var tenants = context.getBean(Tenants.class).tenants();
                    var sources = context.getBean(EhrSources.class);
                    var query = "select fnr from journal where orgnr = :orgnr";
                    assertThat(sources.of(tenants.get(0)))
                            .isEqualTo(new EhrSource("jdbc:postgresql://ehr/one", "ajour", null, query, null, null));
                    assertThat(sources.of(tenants.get(1)))
                            .isEqualTo(new EhrSource("jdbc:postgresql://ehr/two", "ajour", null, query, 100, null));
                });
    }

    @Test
    void settings_that_cannot_work_stop_the_start_and_name_the_fix() {
        assertFails("ajour.environment", "set it to production", "ajour.environment=");
        assertFails("ajour.patients.largest-delisting", "a share from 0 to 1", "ajour.patients.largest-delisting=20");
        assertFails("ajour.patients.numbers.rule", "today, 2032 or both", "ajour.patients.numbers.rule=old");
        assertFails("ajour.patients.source.fetch-size", "1 or more", "ajour.patients.source.fetch-size=0");
        assertFails("ajour.patients.source.query", "no query", "ajour.patients.source.url=jdbc:postgresql://ehr/one");
        assertFails("ajour.patients.source.url", "no url", "ajour.patients.source.query=select :orgnr");
        assertFails("ajour.patients.sources.999999999", "no tenant", "ajour.patients.sources.999999999.url=jdbc:x");
        assertFails(
                "ajour.patients.source.url",
                "no JDBC driver",
                "ajour.patients.source.url=jdbc:nobody:ehr",
                "ajour.patients.source.query=select :orgnr");
        assertFails(
                "ajour.patients.source.query",
                "all tenants the same patients",
                "ajour.patients.source.url=jdbc:postgresql://ehr/one",
                "ajour.patients.source.query=select fnr from journal");
    }

    @Test
    void number_of_the_allow_list_is_not_quoted_when_it_is_wrong() {
        runner.withPropertyValues("ajour.patients.numbers.allow[0]=2013299997")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .message()
                        .contains("ajour.patients.numbers.allow[0]")
                        .doesNotContain("2013299997"));
    }

    private void assertFails(String property, String fix, String... properties) {
        runner.withPropertyValues(properties).run(context -> assertThat(context.getStartupFailure())
                .as(property)
                .rootCause()
                .hasMessageContainingAll(property, fix));
    }
}
