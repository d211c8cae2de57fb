package no.ajour.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import no.ajour.sandbox.Book;
import no.ajour.sandbox.PhrDocument;
import no.ajour.sandbox.Sandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ITI-68: which documents are fetched, what is checked of them, and that no half one can be read. */
class DocumentFetchTest {
    private static final String DOCUMENT = "/mhd/document";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Clinic clinic;

    @BeforeEach
    void install() {
        clinic = new Clinic(1);
    }

    @AfterEach
    void remove() throws IOException {
        assertThat(clinic.book().violations()).isEmpty();
        clinic.close();
    }

    @Test
    void nothing_is_fetched_that_nobody_asked_for() {
        clinic.has(0, PhrDocument.pdf(1), PhrDocument.pdf(2));

        clinic.run(0);

        assertThat(clinic.book().documentAsked()).isEmpty();
        assertThat(clinic.rows("select coalesce(state, '-') from ajour.documents"))
                .containsExactly("-", "-");
    }

    @Test
    void document_that_was_asked_for_is_there_after_the_next_run() {
        clinic.has(0, PhrDocument.pdf(1), PhrDocument.pdf(2));
        clinic.run(0);
        assertThat(clinic.rows("select ajour.request_document(1)")).containsExactly("requested");
        assertThat(clinic.rows("select ajour.request_document(1)")).containsExactly("requested");
        assertThat(clinic.rows("select state from ajour.documents where document_id = 1"))
                .containsExactly("requested");

        clinic.run(0);

        assertThat(clinic.rows("""
                        select concat_ws('|', state, failure, newest, content_type, content_length,
                               convert_from(content, 'utf8'), sha256(content) = content_sha256, content_file)
                        from ajour.documents where document_id = 1
                        """))
                .singleElement()
                .asString()
                .startsWith("fetched|t|application/pdf|19|%PDF-1.7 document ")
                .endsWith("|t");
        assertThat(clinic.balance()).contains("\"fetched\": 1");
        assertThat(clinic.count("ajour.document_request")).isZero();
        assertThat(clinic.count("ajour.document_part")).isZero();
        assertThat(clinic.rows("select ajour.request_document(1)")).containsExactly("fetched");
        assertThat(clinic.book().documentAsked()).singleElement().satisfies(asked -> {
            assertThat(asked.fnr()).isEqualTo(Clinic.fnr(0));
            assertThat(asked.accept()).isEqualTo("application/pdf, */*;q=0.1");
        });
    }

    @Test
    void document_that_is_not_there_cannot_be_asked_for() {
        assertThatThrownBy(() -> clinic.rows("select ajour.request_document(4711)"))
                .hasStackTraceContaining("There is no document 4711");
    }

    @Test
    void large_document_is_put_together_of_its_parts() {
        clinic.set("fetch.part-size", "64KB");
        clinic.has(0, PhrDocument.large(1, 5_000_001));
        clinic.run(0);
        clinic.request();

        clinic.run(0);

        assertThat(clinic.rows("""
                        select state || ' ' || content_length || ' ' || octet_length(content) || ' '
                               || (sha256(content) = content_sha256)
                        from ajour.documents
                        """)).containsExactly("fetched 5000001 5000001 true");
    }

    @Test
    void document_that_breaks_off_is_not_there_and_comes_with_a_later_run() {
        clinic.set("fetch.part-size", "64KB");
        clinic.ajour().set("ajour.apis.phr-documents.attempts", "1");
        clinic.has(0, PhrDocument.large(1, 3_000_000), PhrDocument.pdf(2));
        clinic.run(0);
        clinic.request();
        var cut = clinic.ajour().sandbox().faults().on(Sandbox.PHR, DOCUMENT);
        cut.times(2).cutAfter(1_000_000);

        clinic.run(30);

        assertThat(clinic.count("ajour.documents where content is not null")).isZero();
        // The first is postponed, and the second in a row ends the run: PHR is down.
        assertThat(clinic.rows("select attempts::text from ajour.document_request order by document_id"))
                .containsExactlyInAnyOrder("0", "1");
        cut.disarm();
        clinic.rows("update ajour.document_request set next_at = now() returning 'now'");

        clinic.run(0);

        assertThat(clinic.rows("select state || ' ' || content_length from ajour.documents order by 1"))
                .containsExactly("fetched 19", "fetched 3000000");
        assertThat(clinic.count("ajour.document_part")).isZero();
    }

    @Test
    void document_that_never_comes_is_a_dead_letter_in_the_end_and_holds_up_no_other() {
        clinic.set("fetch.tries", "1");
        clinic.has(0, PhrDocument.pdf(1).answering(504), PhrDocument.pdf(2));
        clinic.run(0);
        clinic.request();

        clinic.run(10);

        assertThat(clinic.rows("select cause from ajour.dead_letter")).containsExactly("no-answer");
        assertThat(clinic.rows("select state from ajour.documents order by 1")).containsExactly("failed", "fetched");
    }

    @ParameterizedTest
    @CsvSource({"403, refused, access-denied", "406, refused, not-acceptable"})
    void refusal_is_told_with_its_reason(int status, String state, String cause) {
        clinic.has(0, PhrDocument.pdf(1).answering(status));
        clinic.run(0);
        clinic.request();

        clinic.run(10);

        assertThat(clinic.rows("select state from ajour.documents")).containsExactly(state);
        assertThat(clinic.rows("select failure from ajour.documents").getFirst())
                .contains("HTTP " + status);
        assertThat(clinic.rows("select record || ' ' || cause from ajour.dead_letter"))
                .containsExactly("document 1 " + cause);
        clinic.has(0, PhrDocument.pdf(1));
        assertThat(clinic.ajour().ajour("dead-letters", "retry", "--all").exitCode())
                .isZero();
        assertThat(clinic.rows("select state from ajour.documents")).containsExactly("fetched");
        assertThat(clinic.rows("select state from ajour.dead_letter")).containsExactly("resolved");
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void document_that_is_gone_is_an_answer(int status) {
        clinic.has(0, PhrDocument.pdf(1).answering(status));
        clinic.run(0);
        clinic.request();

        clinic.run(0);

        assertThat(clinic.rows("select state from ajour.documents")).containsExactly("gone");
        assertThat(clinic.count("ajour.document_request")).isZero();
    }

    @Test
    void what_is_not_as_promised_is_not_kept() {
        clinic.has(
                0,
                PhrDocument.pdf(1).changed(reference -> {
                    PhrDocument.attachment(reference).put("size", 7);
                    return reference;
                }),
                PhrDocument.pdf(2).changed(reference -> {
                    PhrDocument.attachment(reference)
                            .put("hash", Base64.getEncoder().encodeToString(new byte[20]));
                    return reference;
                }),
                PhrDocument.pdf(3).served("text/html"),
                PhrDocument.of(4, "application/pdf", new byte[0]));
        clinic.run(0);
        clinic.request();

        clinic.run(10);

        assertThat(clinic.rows("select cause from ajour.dead_letter order by cause"))
                .containsExactly("empty", "wrong-hash", "wrong-size", "wrong-type");
        assertThat(clinic.count("ajour.documents where state = 'failed' and failure <> '' and content is null"))
                .isEqualTo(4);
        assertThat(clinic.count("ajour.document_part")).isZero();
    }

    @Test
    void document_made_when_it_is_asked_for_has_no_size_and_hash_to_compare() {
        clinic.has(
                0,
                PhrDocument.pdf(1).changed(reference -> {
                    PhrDocument.attachment(reference).put("size", 0).put("hash", "2jmj7l5rSw0yVb/vlWAYkK/YBwk=");
                    return reference;
                }),
                PhrDocument.pdf(2).changed(reference -> {
                    PhrDocument.attachment(reference).remove(List.of("size", "hash"));
                    return reference;
                }));
        clinic.run(0);
        clinic.request();

        clinic.run(0);

        assertThat(clinic.count("ajour.documents where state = 'fetched'")).isEqualTo(2);
    }

    @Test
    void xml_is_xml_whatever_it_is_called() {
        clinic.has(
                0,
                PhrDocument.of(1, "text/xml", "<ClinicalDocument/>".getBytes(UTF_8))
                        .served("application/xml"));
        clinic.run(0);
        clinic.request();

        clinic.run(0);

        assertThat(clinic.rows("select content_type from ajour.documents")).containsExactly("application/xml");
    }

    @Test
    void document_larger_than_allowed_is_a_dead_letter() {
        clinic.set("fetch.largest", "1MB").set("fetch.part-size", "64KB");
        clinic.has(0, PhrDocument.large(1, 2_000_000));
        clinic.run(0);
        clinic.request();

        clinic.run(10);

        assertThat(clinic.rows("select cause from ajour.dead_letter")).containsExactly("too-large");
        assertThat(clinic.count("ajour.document_part")).isZero();
    }

    @Test
    void address_on_another_host_is_not_followed_and_the_documented_one_is_built() {
        clinic.has(0, PhrDocument.pdf(1).changed(reference -> {
            var attachment = PhrDocument.attachment(reference);
            attachment.put(
                    "url",
                    attachment
                            .path("url")
                            .stringValue("")
                            .replaceFirst("http://[^/]*/phr", "https://elsewhere.example"));
            return reference;
        }));
        clinic.run(0);
        clinic.request();

        clinic.run(0);

        assertThat(clinic.rows("select state from ajour.documents")).containsExactly("fetched");
        assertThat(clinic.book().documentAsked())
                .extracting(Book.DocumentAsked::status)
                .containsExactly(200);
    }

    @Test
    void reference_without_any_address_is_a_dead_letter() {
        clinic.has(0, PhrDocument.pdf(1).changed(reference -> {
            PhrDocument.attachment(reference).remove("url");
            return reference;
        }));
        clinic.run(0);
        clinic.request();

        clinic.run(10);

        assertThat(clinic.rows("select cause from ajour.dead_letter")).containsExactly("no-address");
        assertThat(clinic.book().documentAsked()).isEmpty();
    }

    @Test
    void address_with_the_number_in_it_is_not_used() {
        clinic.has(0, PhrDocument.pdf(1).changed(reference -> {
            var attachment = PhrDocument.attachment(reference);
            attachment.put("url", attachment.path("url").stringValue("") + "&patientId=" + Clinic.fnr(0));
            return reference;
        }));
        clinic.run(0);
        clinic.request();

        clinic.run(0);

        assertThat(clinic.rows("select state from ajour.documents")).containsExactly("fetched");
    }

    @Test
    void everything_is_fetched_only_where_that_is_said() {
        clinic.set("fetch.which", "all");
        IntStream.range(0, 5).forEach(number -> clinic.has(0, PhrDocument.pdf(number)));

        clinic.run(0);

        assertThat(clinic.count("ajour.documents where state = 'fetched'")).isEqualTo(5);
        clinic.run(0);
        assertThat(clinic.book().documentAsked()).hasSize(5);
        clinic.has(0, PhrDocument.pdf(1).newer());
        clinic.askAgain(0);
        assertThat(clinic.book().documentAsked()).hasSize(6);
        assertThat(clinic.count("ajour.documents where newest")).isEqualTo(5);
    }

    @Test
    void none_leaves_requests_waiting() {
        clinic.set("fetch.which", "none");
        clinic.has(0, PhrDocument.pdf(1));
        clinic.run(0);
        clinic.request();

        clinic.run(0);

        assertThat(clinic.rows("select state from ajour.documents")).containsExactly("requested");
    }

    @Test
    void newer_reference_of_a_fetched_document_is_told_and_can_be_fetched_again() {
        clinic.has(0, PhrDocument.pdf(1));
        clinic.run(0);
        clinic.request();
        clinic.run(0);
        clinic.has(0, PhrDocument.pdf(1).newer());
        clinic.askAgain(0);
        assertThat(clinic.rows("select state || ' ' || newest from ajour.documents"))
                .containsExactly("fetched false");

        assertThat(clinic.rows("select ajour.request_document(1)")).containsExactly("requested");
        clinic.run(0);

        assertThat(clinic.rows("select state || ' ' || newest from ajour.documents"))
                .containsExactly("fetched true");
    }

    @Test
    void folder_has_whole_documents_by_surrogate_ids_and_nothing_that_no_row_names() throws IOException {
        clinic.set("fetch.folder", folder.toString());
        clinic.has(0, PhrDocument.pdf(1));
        clinic.run(0);
        clinic.request();
        Files.createDirectories(folder.resolve(Clinic.LYKKEBY));
        Files.writeString(folder.resolve(Clinic.LYKKEBY).resolve("17-4.part"), "half a doc");
        Files.writeString(folder.resolve(Clinic.LYKKEBY).resolve("17-3"), "forgotten");
        Files.writeString(folder.resolve(Clinic.LYKKEBY).resolve("README"), "theirs");

        clinic.run(0);

        assertThat(clinic.rows("select state || ' ' || content_file || ' ' || (content is null) from ajour.documents"))
                .containsExactly("fetched 310000019/1-1 true");
        try (var files = Files.list(folder.resolve(Clinic.LYKKEBY))) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("1-1", "README");
        }
        var file = folder.resolve("310000019/1-1");
        assertThat(file).content().startsWith("%PDF-1.7");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");

        clinic.ajour().database().sql("delete from ajour.document").update();
        clinic.run(0);
        assertThat(file).doesNotExist();
    }

    @Test
    void folder_that_cannot_be_used_is_the_installations() throws IOException {
        Files.writeString(folder.resolve("file"), "");
        clinic.set("fetch.folder", folder.resolve("file").toString());
        clinic.has(0, PhrDocument.pdf(1));
        clinic.run(0);
        clinic.request();

        assertThat(clinic.run(40).out()).contains("fetch.folder cannot be used");
        assertThat(clinic.rows("select state from ajour.documents")).containsExactly("requested");
    }

    @Test
    void documents_of_who_left_the_list_are_not_fetched() {
        clinic.list(2);
        clinic.has(1, PhrDocument.pdf(1).answering(403));
        clinic.run(0);
        clinic.request();
        clinic.run(10);
        var list = clinic.ajour().write("patients.csv", "orgnr;fnr\n" + Clinic.LYKKEBY + ";" + Clinic.fnr(0) + "\n");
        assertThat(clinic.ajour()
                        .ajour("patients", "import", list.toString(), "--complete")
                        .exitCode())
                .isZero();

        clinic.run(0);

        assertThat(clinic.count("ajour.document_request")).isZero();
        assertThat(clinic.rows("select state from ajour.dead_letter")).containsExactly("obsolete");
        assertThat(clinic.count("ajour.documents")).isZero();
    }

    @Test
    void session_that_ends_in_the_middle_keeps_what_is_fetched() {
        IntStream.range(0, 3).forEach(number -> clinic.has(0, PhrDocument.pdf(number)));
        clinic.run(0);
        clinic.request();
        clinic.ajour()
                .sandbox()
                .faults()
                .on(Sandbox.PHR, DOCUMENT)
                .skip(1)
                .always()
                .status(401);

        clinic.run(40);

        assertThat(clinic.rows("select state from ajour.documents order by document_id"))
                .containsExactly("fetched", "requested", "requested");
        clinic.ajour().sandbox().faults().clear();
        clinic.run(0);
        assertThat(clinic.count("ajour.documents where state = 'fetched'")).isEqualTo(3);
    }

    @Test
    void memory_does_not_grow_with_the_document() {
        clinic.set("fetch.largest", "400MB");
        clinic.has(0, PhrDocument.large(1, 120_000_000));
        clinic.run(0);
        clinic.request();

        var process = clinic.ajour().start("run", "document-references");

        assertThat(process.end(java.time.Duration.ofMinutes(2)).exitCode()).isZero();
        assertThat(clinic.rows("select state || ' ' || content_length from ajour.documents"))
                .containsExactly("fetched 120000000");
    }
}
