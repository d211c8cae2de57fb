package no.ajour.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import no.ajour.sandbox.PhrDocument;
import no.ajour.sandbox.Sandbox;
import no.ajour.testing.AjourProcess;
import no.ajour.testing.Installation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 at any moment while documents are kept in files; package recovery has them in the database. */
class InterruptionTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int PATIENTS = 6;
    private static final int DOCUMENTS = 4;
    private static final int ROUNDS = Integer.getInteger("recovery.rounds", 2);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Clinic clinic;

    @BeforeEach
    void install() {
        clinic = new Clinic(PATIENTS)
                .set("fetch.part-size", "1KB")
                .set("search.page-size", "2")
                .set("batch-size", "3");
        clinic.ajour().set("ajour.run.lease-life", "3s");
        clinic.phr().cacheLife(Duration.ZERO);
    }

    @AfterEach
    void remove() throws IOException {
        assertThat(clinic.book().violations()).isEmpty();
        clinic.close();
    }

    @Test
    void plain_run_after_a_kill_at_any_moment_leaves_whole_files_and_no_others() throws IOException {
        clinic.set("fetch.folder", folder.toString());
        var random = new Random(20261122);
        for (int round = 0; round < ROUNDS; round++) {
            work(round);
            clinic.run(0);
            work(round + 100);
            clinic.request();
            var victim = new CompletableFuture<AjourProcess>();
            var ambush = clinic.ajour()
                    .sandbox()
                    .faults()
                    .on(Sandbox.PHR)
                    .skip(random.nextInt(PATIENTS * 4))
                    .run(() -> victim.join().kill());
            slowly();
            victim.complete(clinic.ajour().start("run", "document-references"));
            assertThat(victim.join().end(LIMIT).exitCode()).isIn(0, 137);
            clinic.ajour().sandbox().faults().clear();
            ambush.disarm();
            noHalfDocument();

            finish();

            agree();
        }
    }

    private void slowly() {
        clinic.ajour().sandbox().faults().on(Sandbox.PHR).always().latency(Duration.ofMillis(20));
    }

    // New documents of everyone, and everyone to be asked about.
    private void work(int seed) {
        IntStream.range(0, PATIENTS).forEach(patient -> IntStream.range(0, DOCUMENTS)
                .forEach(number -> clinic.has(
                        patient, PhrDocument.large(seed * 1000 + patient * DOCUMENTS + number, 500 + number * 1700L))));
        clinic.ajour().database().sql("""
                insert into ajour.refresh_request (job, tenant_id, patient_id, reason)
                select 'document-references', tenant_id, id, 'changed' from ajour.patient on conflict do nothing
                """).update();
    }

    private void finish() {
        Installation.Result result;
        int starts = 0;
        do {
            assertThat(starts++).isLessThan(20);
            result = clinic.ajour().start("run", "document-references").end(LIMIT);
        } while (result.exitCode() == 20);
        assertThat(result.exitCode()).as(result.toString()).isZero();
    }

    private void noHalfDocument() {
        clinic.rows("select content_file || ' ' || content_length from ajour.documents where content_file is not null")
                .forEach(file -> {
                    var named = file.split(" ", -1);
                    assertThat(size(folder.resolve(named[0]))).isEqualTo(Long.parseLong(named[1]));
                });
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void agree() throws IOException {
        noHalfDocument();
        try (var files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> folder.relativize(file).toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            clinic.rows("select content_file from ajour.documents where content_file is not null"));
        }
        long there = clinic.count("ajour.document");
        assertThat(clinic.count("ajour.document where gone_at is not null")).isZero();
        assertThat(there % PATIENTS).isZero();
        assertThat(clinic.count("ajour.document_request")).isZero();
        assertThat(clinic.count("ajour.document_part")).isZero();
        assertThat(clinic.count("ajour.refresh_request")).isZero();
        assertThat(clinic.count("ajour.run where state = 'running'")).isZero();
        assertThat(clinic.count("ajour.dead_letter")).isZero();
    }
}
