package no.ajour.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import no.ajour.sandbox.Book;
import no.ajour.sandbox.PhrDocument;
import no.ajour.sandbox.PhrSandbox;
import no.ajour.sandbox.SyntheticNin;
import no.ajour.testing.Installation;
import no.ajour.testing.Postgres;

/** An installation that asks PHR about the patients of one municipality, numbered from 0. */
final class Clinic implements AutoCloseable {
    static final String LYKKEBY = "310000019";
    static final String JOB = "ajour.jobs.document-references.";

    private final Installation ajour;

    Clinic(int patients) {
        var municipalities = new LinkedHashMap<String, String>();
        municipalities.put(LYKKEBY, "Lykkeby");
        ajour = Installation.of(Postgres.freshDatabase(), municipalities)
                .set(JOB + "enabled", "true")
                .set("ajour.http.ehr-system", "Journal 4.2")
                .set("ajour.apis.phr.user", "false")
                .set("ajour.apis.phr-documents.user", "false")
                .set("ajour.apis.phr.first-backoff", "1ms")
                .set("ajour.apis.phr-documents.first-backoff", "1ms");
        phr().acceptSystemTokens(true);
        assertThat(ajour.ajour("migrate").exitCode()).isZero();
        list(patients);
    }

    /** Makes the first so many the municipality's list. */
    void list(int patients) {
        var rows = IntStream.range(0, patients)
                .mapToObj(patient -> LYKKEBY + ";" + fnr(patient) + "\n")
                .collect(Collectors.joining("", "orgnr;fnr\n", ""));
        var result = ajour.ajour(
                "patients", "import", ajour.write("patients.csv", rows).toString(), "--complete");
        assertThat(result.exitCode()).as(result.toString()).isZero();
    }

    static String fnr(int patient) {
        return SyntheticNin.number(patient);
    }

    Installation ajour() {
        return ajour;
    }

    PhrSandbox phr() {
        return ajour.sandbox().phr();
    }

    Clinic set(String setting, String value) {
        ajour.set(JOB + setting, value);
        return this;
    }

    void has(int patient, PhrDocument... documents) {
        for (var document : documents) {
            phr().add(fnr(patient), document);
        }
    }

    Installation.Result run(int exitCode) {
        var result = ajour.ajour("run", "document-references");
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(exitCode);
        return result;
    }

    /** Asks about everyone again, when PHR has forgotten what it answered the last time. */
    void askAgain(int exitCode) {
        phr().cacheLife(Duration.ZERO);
        var result = ajour.ajour("run", "document-references", "--full");
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(exitCode);
    }

    /** Asks for every document that is listed. */
    void request() {
        rows("select ajour.request_document(document_id) from ajour.document_references order by document_id");
    }

    List<String> rows(String sql) {
        return ajour.database().sql(sql).query(String.class).list();
    }

    long count(String what) {
        return ajour.database()
                .sql("select count(*) from " + what)
                .query(Long.class)
                .single();
    }

    Book book() {
        return ajour.sandbox().book();
    }

    /** What the newest run counted. */
    String balance() {
        return rows("select balance::text from ajour.run order by id desc limit 1")
                .getFirst();
    }

    @Override
    public void close() throws IOException {
        ajour.close();
    }
}
