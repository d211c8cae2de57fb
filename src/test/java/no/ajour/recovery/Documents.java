package no.ajour.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import no.ajour.sandbox.PhrDocument;
import no.ajour.testing.Installation;
import no.ajour.testing.PeopleLogin;

/** The documents that PHR has of patients, the people who have logged in to ask for them, and those that EHRs want. */
final class Documents {
    // One of one part, and one of three.
    private static final List<Integer> SIZES = List.of(500, 2500);

    private final Installation ajour;
    private final List<String> tenants;
    private final Map<String, Set<String>> of = new HashMap<>();
    private final Map<String, byte[]> contents = new HashMap<>();
    private final Set<String> requested = new HashSet<>();
    private boolean sessionsMayBeLost;

    Documents(Installation ajour, List<String> tenants) {
        this.ajour = ajour;
        this.tenants = tenants;
        ajour.set("ajour.jobs.document-references.enabled", "true")
                .set("ajour.jobs.document-references.batch-size", "4")
                .set("ajour.jobs.document-references.calls-in-flight", "2")
                .set("ajour.jobs.document-references.fetch.part-size", "1KB")
                .set("ajour.apis.phr.requests-per-second", "0")
                .set("ajour.apis.phr-documents.requests-per-second", "0")
                // A process that dies while it spends a refresh token holds the session up for half as long again.
                .set("ajour.helseid.login.refresh-within", "2s");
    }

    /** Somebody logs in for every tenant. */
    void logIn() {
        tenants.forEach(tenant ->
                assertThat(new PeopleLogin(ajour).logIn(tenant).exitCode()).isZero());
    }

    /**
     * From now on a run may end for want of a session, after which somebody logs in again: HelseID's answer to a refresh can
     * be lost with the process or its database, and with it the only token that goes on.
     */
    void sessionsMayBeLost() {
        sessionsMayBeLost = true;
    }

    /** Logs in again if that is what a run ended for; false if it is not. */
    boolean loggedInAgain(Installation.Result ended) {
        boolean lost =
                sessionsMayBeLost && ended.exitCode() == 40 && ended.out().contains("ajour login --tenant");
        if (lost) {
            logIn();
        }
        return lost;
    }

    /** PHR has some more documents of a patient. */
    void add(String fnr) {
        for (int size : SIZES) {
            int number = contents.size();
            var content = Arrays.copyOf(("%PDF-1.7 document " + number).getBytes(StandardCharsets.UTF_8), size);
            var document = PhrDocument.of(number, "application/pdf", content);
            ajour.sandbox().phr().add(fnr, document);
            of.computeIfAbsent(fnr, key -> new HashSet<>()).add(document.uniqueId());
            contents.put(document.uniqueId(), content);
        }
    }

    /** EHRs ask for all that are listed and not here. */
    void request() {
        ajour.database()
                .sql("""
                        select document_unique_id, ajour.request_document(document_id) as state
                        from ajour.documents where state is null order by document_id
                        """)
                .query((row, number) -> {
                    assertThat(row.getString("state")).isEqualTo("requested");
                    return row.getString("document_unique_id");
                })
                .list()
                .forEach(requested::add);
    }

    /** Unique ids of a patient's documents. */
    Set<String> of(String fnr) {
        return of.getOrDefault(fnr, Set.of());
    }

    byte[] content(String uniqueId) {
        return contents.getOrDefault(uniqueId, new byte[0]);
    }

    /** Unique ids of the documents that EHRs have ever asked for. */
    Set<String> requested() {
        return requested;
    }
}
