package no.ajour.healthindicator;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import no.ajour.sandbox.HealthRecord;
import no.ajour.sandbox.Sandbox;
import no.ajour.sandbox.SyntheticNin;
import no.ajour.testing.Installation;

/** Two municipalities, one of which has agreed to the job and has patients 0 to 4. */
final class Asking implements AutoCloseable {
    static final String LYKKEBY = "310000019";
    static final String JOB = "ajour.jobs.health-indicators.";

    private static final String HEIA = "310000020";

    final Installation ajour;

    Asking(HikariDataSource database) {
        var municipalities = new LinkedHashMap<String, String>();
        municipalities.put(LYKKEBY, "Lykkeby");
        municipalities.put(HEIA, "Heia");
        ajour = Installation.of(database, municipalities)
                .set(JOB + "enabled", "true")
                .set(JOB + "polling-agreed-with-nhn", "true")
                .set(JOB + "tenants", LYKKEBY)
                .set("ajour.http.ehr-system", "Journal 4.2")
                .set("ajour.apis.kjernejournal.requests-per-second", "0");
        var rows = IntStream.range(0, 5)
                .mapToObj(patient -> LYKKEBY + ";" + SyntheticNin.number(patient) + "\n")
                .collect(Collectors.joining("", "orgnr;fnr\n", ""));
        var file = ajour.write("patients.csv", rows);
        assertThat(ajour.ajour("patients", "import", file.toString()).exitCode())
                .isZero();
    }

    void know(int patient, HealthRecord record) {
        ajour.sandbox().kjernejournal().know(SyntheticNin.number(patient), record);
    }

    void run(int exitCode) {
        var result = ajour.ajour("run", "health-indicators");
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(exitCode);
    }

    long asked() {
        return ajour.sandbox().book().requests(Sandbox.KJERNEJOURNAL).stream()
                .filter(request -> request.path().contains("helseindikator"))
                .count();
    }

    List<String> rows(String sql) {
        return ajour.database().sql(sql).query(String.class).list();
    }

    @Override
    public void close() throws IOException {
        ajour.close();
    }
}
