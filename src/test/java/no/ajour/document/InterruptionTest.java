package no.ajour.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** kill -9 and SIGTERM at any moment, and then nothing but a plain run. */
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

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void plain_run_after_a_kill_at_any_moment_makes_the_books_agree(boolean inFolder) throws Exception {
        if (inFolder) {
            clinic.set("fetch.folder", folder.toString());
        }
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

    @Test
    void stop_ends_between_two_transactions_and_the_next_run_goes_on() {
        work(0);
        clinic.run(0);
        clinic.request();
        slowly();
        var calls = clinic.ajour()
                .sandbox()
                .faults()
                .on(Sandbox.PHR, "/mhd/document")
                .skip(2);
        calls.run(() -> {});

        var run = clinic.ajour().start("run", "document-references");
        await().atMost(LIMIT).until(() -> calls.hits() > 0);
        run.terminate();
        var result = run.end(LIMIT);

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(143);
        clinic.ajour().sandbox().faults().clear();
        noHalfDocument();
        int fetched = clinic.book().documentAsked().size();
        clinic.run(0);
        agree();
        assertThat(clinic.book().documentAsked()).hasSize(PATIENTS * DOCUMENTS);
        assertThat(fetched).isLessThan(PATIENTS * DOCUMENTS);
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
        assertThat(clinic.count("""
                        ajour.documents
                        where content is not null
                          and (octet_length(content) <> content_length or sha256(content) <> content_sha256)
                        """)).isZero();
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

    private void agree() {
        noHalfDocument();
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
