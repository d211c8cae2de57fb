package no.ajour.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import no.ajour.sandbox.Book;
import no.ajour.sandbox.PhrDocument;
import no.ajour.sandbox.PhrSandbox;
import no.ajour.sandbox.PhrSandbox.Paging;
import no.ajour.sandbox.Sandbox;
import no.ajour.testing.PeopleLogin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ITI-67: how PHR is asked, how its pages are read, and what is kept of them. */
class DocumentSearchTest {
    private static final String SEARCH = "/R4/fhir/.*";

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
    void references_are_kept_with_what_an_ehr_looks_for() {
        clinic.has(0, PhrDocument.pdf(1));
        clinic.phr().restrict(Clinic.fnr(0), 3);

        clinic.run(0);

        assertThat(clinic.rows("""
                        select concat_ws('|', document_unique_id, repository_unique_id, home_community_id, version, status,
                               type_code, category_code, format_code, title, author_organisation, security_labels,
                               attachment_type, attachment_size, encode(attachment_hash, 'hex'), listed)
                        from ajour.document_references
                        """))
                .containsExactly(
                        "2.16.578.1.12.4.1.7.1|2.16.578.1.12.4.5.100.1|urn:oid:2.16.578.1.12.4.5.100|1|current|A00-1|"
                                + "A00-1|urn:ihe:iti:xds:2017:mimeTypeSufficient|Brev 1|Sykehuset Lykke HF|[\"NORN_ALM\"]|"
                                + "application/pdf|19|"
                                + clinic.rows("select encode(attachment_hash, 'hex') from ajour.document")
                                        .getFirst()
                                + "|t");
        assertThat(clinic.rows("select concat_ws('|', complete, found, restricted_documents, warnings)"
                        + " from ajour.document_searches"))
                .containsExactly("t|1|3");
        assertThat(clinic.rows("select kind from ajour.change where kind like 'document%'"))
                .containsExactlyInAnyOrder("documents", "document_searches");
        assertThat(clinic.rows("select event_id from ajour.document_search"))
                .containsExactly(
                        String.valueOf(clinic.book().documentsAsked().getFirst().eventId()));
    }

    @Test
    void only_the_documented_is_sent_and_nothing_that_is_not_asked_for() {
        clinic.run(0);

        assertThat(clinic.book().documentsAsked()).singleElement().satisfies(asked -> {
            assertThat(asked.fields()).containsExactly("patient.identifier", "status", "_count", "_sort", "_page");
            assertThat(asked.fnr()).isEqualTo(Clinic.fnr(0));
            assertThat(asked.sourceSystem()).isEqualTo("Journal 4.2");
            assertThat(asked.accessBasis()).isNull();
            assertThat(asked.eventId()).isNotNull();
        });
        assertThat(clinic.count("ajour.document_search where complete and found = 0"))
                .isEqualTo(1);
    }

    @Test
    void nothing_is_asked_while_nobody_has_said_which_system_asks() {
        clinic.ajour().unset("ajour.http.ehr-system");

        assertThat(clinic.run(40).out()).contains("ajour.http.ehr-system is not set");

        assertThat(clinic.book().documentsAsked()).isEmpty();
    }

    @Test
    void every_documented_parameter_can_be_sent() {
        int number = 0;
        for (var parameter : SearchSettings.PARAMETERS) {
            clinic.set("search.filters[" + number++ + "]", parameter + "=ge2024-01-01");
        }
        clinic.set("search.filters[" + number + "]", "creation=lt2026-01-01");

        clinic.run(0);

        assertThat(clinic.book().documentsAsked().getFirst().fields()).containsAll(SearchSettings.PARAMETERS);
    }

    @Test
    void access_basis_goes_with_the_regulations_scope() {
        clinic.ajour().set("ajour.apis.phr.scope", PhrSandbox.REGULATION_SCOPE);
        clinic.set("access-basis", "samtykke");

        clinic.run(0);

        assertThat(clinic.book().documentsAsked().getFirst().accessBasis()).isEqualTo("SAMTYKKE");
    }

    @ParameterizedTest
    @EnumSource(Paging.class)
    void all_pages_are_read_however_they_follow_each_other(Paging paging) {
        clinic.phr().paging(paging);
        clinic.set("search.page-size", "3");
        IntStream.range(0, 7).forEach(number -> clinic.has(0, PhrDocument.pdf(number)));

        clinic.run(0);

        assertThat(clinic.count("ajour.document_references")).isEqualTo(7);
        assertThat(searches()).isEqualTo(3);
        assertThat(clinic.rows("select complete::text from ajour.document_searches"))
                .containsExactly("true");
    }

    @Test
    void exact_multiple_of_the_page_size_needs_no_empty_page() {
        clinic.set("search.page-size", "3");
        IntStream.range(0, 6).forEach(number -> clinic.has(0, PhrDocument.pdf(number)));

        clinic.run(0);

        assertThat(searches()).isEqualTo(2);
    }

    @Test
    void pages_shorter_than_was_asked_for_are_no_end() {
        clinic.phr().largestPage(2);
        clinic.set("search.page-size", "3");
        IntStream.range(0, 7).forEach(number -> clinic.has(0, PhrDocument.pdf(number)));

        clinic.run(0);

        assertThat(clinic.count("ajour.document_references")).isEqualTo(7);
    }

    @Test
    void without_a_total_pages_are_read_until_one_is_not_full() {
        clinic.phr().countNot(Clinic.fnr(0));
        clinic.set("search.page-size", "3");
        IntStream.range(0, 7).forEach(number -> clinic.has(0, PhrDocument.pdf(number)));

        clinic.run(0);

        assertThat(clinic.count("ajour.document_references")).isEqualTo(7);
        assertThat(searches()).isEqualTo(3);
    }

    @Test
    void server_that_repeats_its_first_page_is_no_endless_walk() {
        clinic.phr().ignorePage(true);
        clinic.set("search.page-size", "3");
        IntStream.range(0, 7).forEach(number -> clinic.has(0, PhrDocument.pdf(number)));

        clinic.run(10);

        assertThat(clinic.rows("select cause from ajour.dead_letter")).containsExactly("partial-answer");
        assertThat(clinic.count("ajour.document_references")).isEqualTo(3);
        assertThat(searches()).isEqualTo(9);
    }

    @Test
    void pages_that_took_longer_than_the_server_keeps_them_are_read_again_from_the_first() {
        clinic.set("search.page-size", "3").set("search.within", "500ms");
        IntStream.range(0, 4).forEach(number -> clinic.has(0, PhrDocument.pdf(number)));
        clinic.ajour().sandbox().faults().on(Sandbox.PHR, SEARCH).skip(1).latency(Duration.ofMillis(700));

        clinic.run(0);

        assertThat(clinic.book().documentsAsked())
                .extracting(Book.DocumentsAsked::page)
                .containsExactly("1", "2", "1", "2");
        assertThat(clinic.count("ajour.document_references")).isEqualTo(4);
    }

    @Test
    void page_that_is_gone_has_the_search_begin_again() {
        clinic.phr().paging(Paging.OPAQUE_LINKS);
        clinic.set("search.page-size", "3");
        IntStream.range(0, 4).forEach(number -> clinic.has(0, PhrDocument.pdf(number)));
        clinic.ajour().sandbox().faults().on(Sandbox.PHR, "/R4/fhir/page").status(410);

        clinic.run(0);

        assertThat(clinic.count("ajour.document_references")).isEqualTo(4);
        assertThat(searches()).isEqualTo(4);
    }

    @Test
    void total_that_changes_has_the_search_begin_again() {
        clinic.phr().cacheLife(Duration.ZERO);
        clinic.set("search.page-size", "3");
        IntStream.range(0, 4).forEach(number -> clinic.has(0, PhrDocument.pdf(number)));
        clinic.ajour().sandbox().faults().on(Sandbox.PHR, SEARCH).skip(1).run(() -> clinic.has(0, PhrDocument.pdf(99)));

        clinic.run(0);

        assertThat(clinic.count("ajour.document_references")).isEqualTo(5);
        assertThat(clinic.rows("select complete::text from ajour.document_searches"))
                .containsExactly("true");
    }

    @Test
    void reference_pushed_over_the_edge_of_a_page_is_noticed() {
        clinic.phr().cacheLife(Duration.ZERO);
        clinic.set("search.page-size", "3");
        IntStream.range(0, 6).forEach(number -> clinic.has(0, PhrDocument.pdf(number)));
        // One more at the front and one less at the end: as many, and one of them twice.
        clinic.ajour().sandbox().faults().on(Sandbox.PHR, SEARCH).skip(1).run(() -> {
            clinic.has(0, PhrDocument.pdf(99));
            clinic.phr().remove(Clinic.fnr(0), PhrDocument.pdf(0));
        });

        clinic.run(0);

        assertThat(searches()).isEqualTo(4);
        assertThat(clinic.count("ajour.document_references where document_unique_id like '%.7.99'"))
                .isEqualTo(1);
        assertThat(clinic.count("ajour.document_references")).isEqualTo(6);
    }

    @Test
    void search_that_never_stands_still_is_a_dead_letter_and_stores_nothing() {
        clinic.phr().cacheLife(Duration.ZERO);
        clinic.set("search.page-size", "3");
        IntStream.range(0, 4).forEach(number -> clinic.has(0, PhrDocument.pdf(number)));
        var more = new java.util.concurrent.atomic.AtomicInteger(100);
        clinic.ajour()
                .sandbox()
                .faults()
                .on(Sandbox.PHR, SEARCH)
                .always()
                .run(() -> clinic.has(0, PhrDocument.pdf(more.getAndIncrement())));

        clinic.run(10);

        assertThat(clinic.rows("select cause || ' ' || message from ajour.dead_letter"))
                .singleElement()
                .asString()
                .startsWith("search-not-finished")
                .contains("total changed");
        assertThat(clinic.count("ajour.document")).isZero();
    }

    @Test
    void older_version_never_wins() {
        clinic.has(0, PhrDocument.pdf(1).newer());
        clinic.run(0);
        clinic.has(0, PhrDocument.pdf(1));

        clinic.askAgain(0);

        assertThat(clinic.balance()).contains("\"references_older\": 1");
        assertThat(clinic.rows("select version || ' ' || (reference #>> '{identifier,0,value}') from ajour.document"))
                .containsExactly("1 urn:uuid:00000000-0000-4000-8000-000000000002");

        clinic.has(0, PhrDocument.pdf(1).newer().newer());
        clinic.askAgain(0);
        assertThat(clinic.rows("select version || ' ' || (reference #>> '{identifier,0,value}') from ajour.document"))
                .containsExactly("2 urn:uuid:00000000-0000-4000-8000-000000000003");
    }

    @Test
    void what_a_complete_answer_names_no_more_is_marked_and_comes_back() {
        clinic.has(0, PhrDocument.pdf(1), PhrDocument.pdf(2));
        clinic.run(0);
        clinic.phr().remove(Clinic.fnr(0), PhrDocument.pdf(1));

        clinic.askAgain(0);

        assertThat(clinic.rows("select title || ' ' || listed from ajour.document_references order by 1"))
                .containsExactly("Brev 1 false", "Brev 2 true");
        clinic.has(0, PhrDocument.pdf(1));
        clinic.askAgain(0);
        assertThat(clinic.rows(
                        "select title || ' ' || listed || ' ' || version from ajour.document_references order by 1"))
                .containsExactly("Brev 1 true 1", "Brev 2 true 1");
        clinic.askAgain(0);
        assertThat(clinic.balance()).contains("\"unchanged\": 1").contains("\"references_unchanged\": 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"warning", "error", "fatal"})
    void partial_answer_is_stored_told_and_asked_for_again(String severity) {
        clinic.has(0, PhrDocument.pdf(1), PhrDocument.pdf(2));
        clinic.run(0);
        clinic.phr().remove(Clinic.fnr(0), PhrDocument.pdf(1));
        clinic.phr().say(Clinic.fnr(0), severity);
        clinic.has(0, PhrDocument.pdf(3));

        clinic.askAgain(10);

        assertThat(clinic.balance()).contains("\"partial\": 1").contains("\"warnings\": 1");
        assertThat(clinic.rows("select complete || ' ' || warnings from ajour.document_searches"))
                .containsExactly("false incomplete");
        assertThat(clinic.rows("select title from ajour.document_references where listed order by 1"))
                .containsExactly("Brev 1", "Brev 2", "Brev 3");
        assertThat(clinic.rows("select record || ' ' || cause from ajour.dead_letter where state = 'unresolved'"))
                .containsExactly("patient 1 partial-answer");

        clinic.phr().say(Clinic.fnr(0), null);
        assertThat(clinic.ajour().ajour("dead-letters", "retry", "--all").exitCode())
                .isZero();
        assertThat(clinic.rows("select state from ajour.dead_letter")).containsExactly("resolved");
        assertThat(clinic.rows("select title from ajour.document_references where listed order by 1"))
                .containsExactly("Brev 2", "Brev 3");
    }

    @Test
    void information_beside_an_answer_is_no_reason_to_doubt_it() {
        clinic.has(0, PhrDocument.pdf(1));
        clinic.phr().say(Clinic.fnr(0), "information");

        clinic.run(0);

        assertThat(clinic.rows("select complete || ' ' || warnings from ajour.document_searches"))
                .containsExactly("true incomplete");
    }

    @Test
    void reference_that_cannot_be_kept_stops_only_itself() {
        clinic.has(0, PhrDocument.pdf(1));
        clinic.has(0, PhrDocument.pdf(2).changed(reference -> reference.put("description", "a \0 b")), nameless(3));

        clinic.run(10);

        assertThat(clinic.count("ajour.document_references")).isEqualTo(1);
        assertThat(clinic.balance()).contains("\"unreadable\": 2");
        assertThat(clinic.rows("select message from ajour.dead_letter").getFirst())
                .contains("2 of its entries");
    }

    // Three texts that do not shrink make more than an index takes in a row.
    @Test
    void identifiers_that_no_index_has_room_for_stop_only_themselves() {
        var random = new java.util.Random(11);
        clinic.has(0, PhrDocument.pdf(1), PhrDocument.pdf(2).changed(reference -> {
            reference.putObject("masterIdentifier").put("value", longId(random));
            PhrDocument.attachment(reference)
                    .put(
                            "url",
                            "http://phr/?repositoryUniqueId=" + longId(random) + "&homeCommunityId=" + longId(random));
            return reference;
        }));

        clinic.run(10);

        assertThat(clinic.count("ajour.document_references")).isEqualTo(1);
        assertThat(clinic.balance()).contains("\"unreadable\": 1");
    }

    private static String longId(java.util.Random random) {
        return random.ints(500, 0x4e00, 0x9fff)
                .mapToObj(Character::toString)
                .collect(java.util.stream.Collectors.joining());
    }

    private static PhrDocument nameless(int number) {
        return PhrDocument.pdf(number).changed(reference -> {
            reference.remove(List.of("id", "identifier", "masterIdentifier"));
            PhrDocument.attachment(reference).remove("url");
            return reference;
        });
    }

    @Test
    void same_document_in_two_communities_is_two() {
        clinic.has(0, PhrDocument.pdf(1), elsewhere(PhrDocument.pdf(1)));

        clinic.run(0);

        assertThat(clinic.count("ajour.document_references")).isEqualTo(2);
    }

    private static PhrDocument elsewhere(PhrDocument document) {
        return new PhrDocument(
                document.uniqueId(),
                document.repository(),
                "urn:oid:2.16.578.1.12.4.5.200",
                document.date(),
                document.version(),
                document.type(),
                document.servedType(),
                document.content(),
                document.size(),
                document.sha1(),
                document.status(),
                document.change());
    }

    @Test
    void repeated_reference_counts_once_and_the_newest_of_them() {
        clinic.has(0, PhrDocument.pdf(1));
        clinic.ajour()
                .sandbox()
                .faults()
                .on(Sandbox.PHR, SEARCH)
                .change(answer -> answer.text(answer.text().replaceFirst("\"entry\":\\[(.*)]}", "\"entry\":[$1,$1]}")));

        clinic.run(0);

        assertThat(clinic.count("ajour.document_references")).isEqualTo(1);
        assertThat(clinic.balance()).contains("\"received\": 2").contains("\"repeated\": 1");
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404})
    void patient_whom_phr_does_not_tell_of_is_a_dead_letter_and_others_are_stored(int status) {
        clinic.list(3);
        clinic.has(1, PhrDocument.pdf(1));
        clinic.phr().refuse(Clinic.fnr(0), status);

        clinic.run(10);

        assertThat(clinic.rows("select cause from ajour.dead_letter")).containsExactly("access-denied");
        assertThat(clinic.count("ajour.document_searches")).isEqualTo(2);
    }

    @Test
    void refusal_of_everyone_is_the_installations() {
        clinic.list(12);
        IntStream.range(0, 12).forEach(patient -> clinic.phr().refuse(Clinic.fnr(patient), 403));

        var result = clinic.run(40);

        assertThat((result.out() + result.err()).replaceAll("\\s+", " "))
                .contains("PHR refuses to tell of any patient");
    }

    @Test
    void patient_without_an_answer_holds_up_nobody() {
        clinic.list(6);
        clinic.ajour()
                .sandbox()
                .faults()
                .when(call -> call.text().contains(Clinic.fnr(0)))
                .always()
                .status(504);

        clinic.run(10);

        assertThat(clinic.rows("select record || ' ' || cause from ajour.dead_letter"))
                .containsExactly("patient 1 no-answer");
        assertThat(clinic.count("ajour.document_searches")).isEqualTo(5);
    }

    @Test
    void phr_that_is_down_sets_nobody_aside_beyond_the_first() {
        clinic.list(20);
        clinic.ajour().sandbox().faults().on(Sandbox.PHR).always().status(503);

        clinic.run(30);

        assertThat(clinic.count("ajour.dead_letter")).isLessThan(2);
        assertThat(clinic.count("ajour.refresh_request")).isGreaterThan(18);
    }

    @Test
    void link_to_another_host_is_not_followed() {
        clinic.set("search.page-size", "3");
        IntStream.range(0, 4).forEach(number -> clinic.has(0, PhrDocument.pdf(number)));
        clinic.ajour()
                .sandbox()
                .faults()
                .on(Sandbox.PHR, SEARCH)
                .change(
                        answer -> answer.text(
                                answer.text()
                                        .replaceFirst(
                                                "\"link\":\\[",
                                                "\"link\":[{\"relation\":\"next\",\"url\":\"https://elsewhere.example/R4/fhir/page\"},")));

        var result = clinic.run(40);

        assertThat((result.out() + result.err()).replaceAll("\\s+", " ")).contains("outside the API's own scheme");
        assertThat(clinic.count("ajour.document")).isZero();
    }

    @Test
    void nobody_is_asked_about_twice_while_nothing_happens_and_a_resync_asks_again() {
        clinic.run(0);
        clinic.run(0);
        assertThat(searches()).isEqualTo(1);

        assertThat(clinic.ajour()
                        .ajour("resync", "document-references", "--patient", "1")
                        .exitCode())
                .isZero();

        assertThat(searches()).isEqualTo(2);
    }

    @Test
    void requests_have_each_an_id_of_their_own() {
        clinic.list(5);

        clinic.run(0);

        assertThat(clinic.book().documentsAsked())
                .extracting(asked -> String.valueOf(asked.eventId()))
                .hasSize(5)
                .doesNotHaveDuplicates();
    }

    @Test
    void number_is_in_no_url() {
        clinic.phr().paging(Paging.SEARCH_LINKS);
        clinic.set("search.page-size", "1");
        clinic.has(0, PhrDocument.pdf(1), PhrDocument.pdf(2));
        var urls = new java.util.concurrent.CopyOnWriteArrayList<String>();
        clinic.ajour()
                .sandbox()
                .faults()
                .when(call -> urls.add(call.path() + "?" + call.query()))
                .always()
                .run(() -> {});

        clinic.run(0);

        assertThat(urls).isNotEmpty().noneMatch(url -> url.contains(Clinic.fnr(0)));
    }

    @Test
    void header_names_can_be_changed() {
        clinic.set("headers.event-id", "X-Event");

        clinic.run(0);

        assertThat(clinic.book().documentsAsked().getFirst().eventId()).isNull();
    }

    @Test
    void job_is_off_as_it_comes() {
        clinic.ajour().unset(Clinic.JOB + "enabled");

        assertThat(clinic.run(0).out()).contains("document-references is off");
        assertThat(searches()).isZero();
    }

    @Test
    void person_who_has_logged_in_is_whom_phr_answers() {
        clinic.phr().acceptSystemTokens(false);
        clinic.ajour().unset("ajour.apis.phr.user").unset("ajour.apis.phr-documents.user");
        clinic.has(0, PhrDocument.pdf(1));
        assertThat(new PeopleLogin(clinic.ajour()).logIn(Clinic.LYKKEBY).exitCode())
                .isZero();

        clinic.run(0);
        clinic.request();
        clinic.run(0);

        assertThat(clinic.rows("select state from ajour.documents")).containsExactly("fetched");
        // Over in the middle of things: nothing is lost, and the operator is told.
        clinic.ajour().sandbox().helseId().logins().endAll();
        clinic.ajour().sandbox().helseId().expireTokens();
        clinic.ajour()
                .database()
                .sql("insert into ajour.refresh_request (job, tenant_id, patient_id, reason)"
                        + " select 'document-references', tenant_id, id, 'changed' from ajour.patient")
                .update();
        var result = clinic.run(40);
        assertThat(result.out() + result.err()).contains("ajour login --tenant " + Clinic.LYKKEBY);
        assertThat(clinic.count("ajour.refresh_request")).isEqualTo(1);
    }

    @Test
    void without_a_session_the_job_says_how_to_log_in() {
        clinic.ajour().unset("ajour.apis.phr.user");

        var result = clinic.run(40);

        assertThat(result.out() + result.err()).contains("ajour login --tenant " + Clinic.LYKKEBY);
        assertThat(clinic.count("ajour.dead_letter")).isZero();
        assertThat(clinic.count("ajour.refresh_request")).isEqualTo(1);
    }

    private long searches() {
        return clinic.book().requests(Sandbox.PHR).stream()
                .filter(request -> request.path().startsWith("/R4"))
                .count();
    }
}
