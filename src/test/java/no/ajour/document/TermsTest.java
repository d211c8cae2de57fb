package no.ajour.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import no.ajour.sandbox.PhrSandbox;
import no.ajour.testing.Installation;
import no.ajour.testing.Postgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings that contradict each other or PHR's documentation: refused at the start, with the fix. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TermsTest {
    private static final String BOTH = PhrSandbox.SEARCH_SCOPE + " " + PhrSandbox.REGULATION_SCOPE;

    @SuppressWarnings("NullAway.Init")
    private Installation ajour;

    @BeforeAll
    void install() {
        ajour = Installation.of(Postgres.freshDatabase(), Map.of(Clinic.LYKKEBY, "Lykkeby"));
    }

    @BeforeEach
    void good() {
        ajour.set(Clinic.JOB + "enabled", "true").set("ajour.http.ehr-system", "Journal 4.2");
        ajour.unset(Clinic.JOB + "access-basis").unset("ajour.apis.phr.scope");
    }

    @AfterAll
    void remove() throws IOException {
        ajour.close();
    }

    @Test
    void both_scopes_are_refused_at_the_start() {
        ajour.set("ajour.apis.phr.scope", BOTH);

        refused("ajour.apis.phr.scope has both of " + PhrSandbox.SEARCH_SCOPE + " and");
        assertThat(ajour.ajour("doctor").out().replaceAll("\\s+", " ")).contains("ajour.apis.phr.scope has both of");
    }

    @Test
    void neither_scope_is_refused() {
        ajour.set("ajour.apis.phr.scope", PhrSandbox.DOCUMENT_SCOPE);

        refused("ajour.apis.phr.scope has neither of");
    }

    @Test
    void regulations_scope_needs_an_access_basis() {
        ajour.set("ajour.apis.phr.scope", PhrSandbox.REGULATION_SCOPE);

        refused("access-basis is not set");
    }

    @Test
    void access_basis_without_the_regulations_scope_is_refused() {
        ajour.set(Clinic.JOB + "access-basis", "AKUTT");

        refused("access-basis is set, and ajour.apis.phr.scope is not that of kjernejournalforskriften");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            access-basis        | NYSGJERRIG         | access-basis must be one of unntak, samtykke, forhoyet_samtykke, akutt, forhoyet_akutt
            search.filters[0]   | color=red          | filters must each be name=value with one of [author.family
            search.filters[0]   | creation=2024-01-01 | creation takes a time with ge or lt before it
            search.status       | ' '                | status must be given
            search.path         | /R4/fhir/DocumentReference | path must be a path that ends with /_search
            search.within       | 0s                 | within must be longer
            search.tries        | 0                  | tries must be at least 1
            fetch.which         | some               | fetch.which must be one of requested, all, none
            fetch.largest       | 2GB                | largest must be from 1B to 512MB
            fetch.part-size     | 1B                 | part-size must be from 1KB to 8MB
            headers.event-id    | nhn event          | headers must be names of HTTP headers
            batch-size          | 0                  | batch-size must be at least 1
            calls-in-flight     | 0                  | calls-in-flight must be at least 1
            retry-failed        | 0s                 | retry-failed must be longer
            """)
    void wrong_value_is_refused_with_the_fix(String setting, String value, String told) {
        ajour.set(Clinic.JOB + setting, value);
        try {
            refused(told);
        } finally {
            ajour.unset(Clinic.JOB + setting);
        }
    }

    private void refused(String told) {
        var result = ajour.ajour("run", "journal-events");
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(40);
        assertThat(result.err().replaceAll("\\s+", " ")).contains(told);
    }
}
