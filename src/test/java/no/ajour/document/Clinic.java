package no.ajour.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
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
                .set("ajour.apis.phr.requests-per-second", "0")
                .set("ajour.apis.phr-documents.requests-per-second", "0")
                .set("ajour.apis.phr.first-backoff", "1ms")
                .set("ajour.apis.phr-documents.first-backoff", "1ms");
        phr().acceptSystemTokens(true);
        list(patients);
    }

    /** Puts the first so many on the municipality's list, as an EHR may: straight into the table. */
    void list(int patients) {
        ajour.database()
                .sql("insert into ajour.tenant (orgnr, name) values (:orgnr, 'Lykkeby') on conflict do nothing")
                .param("orgnr", LYKKEBY)
                .update();
        ajour.database()
                .sql("""
                        insert into ajour.patient (tenant_id, nin)
                        select tenant.id, listed.nin
                        from ajour.tenant, unnest(:numbers::text[]) with ordinality as listed (nin, place)
                        where not exists (select from ajour.patient where patient.nin = listed.nin)
                        order by place
                        """)
                .param(
                        "numbers",
                        IntStream.range(0, patients).mapToObj(Clinic::fnr).toArray(String[]::new))
                .update();
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
