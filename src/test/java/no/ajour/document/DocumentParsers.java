package no.ajour.document;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import no.ajour.fhir.SearchEntry;
import no.ajour.fhir.SearchsetReader;
import no.ajour.fuzz.Made;
import no.ajour.fuzz.Pages;
import no.ajour.fuzz.Parser;
import no.ajour.http.ApiFixture;
import no.ajour.http.HttpParsers;
import no.ajour.sandbox.Recorded;

/** What is read of PHR's answers, for the fuzzer. */
public final class DocumentParsers {
    private static final URI BASE = URI.create("https://phr.example/api");
    private static final String HOST = "phr.example";
    private static final String NIN = Recorded.NUMBERS.getFirst();
    private static final DocumentSettings SETTINGS =
            ApiFixture.bind("ajour.jobs.document-references", DocumentSettings.class, Map.of());
    private static final String DOCUMENT =
            "https://phr.example/api/mhd/document?documentUniqueId=1.2&repositoryUniqueId=3&homeCommunityId=urn:oid:4";

    private DocumentParsers() {}

    public static Stream<Parser> all() {
        var documents = Parser.bytes(Recorded.answers().documents);
        var entries = documents.stream()
                .flatMap(page -> SearchsetReader.read(page).entries().stream())
                .map(SearchEntry::json)
                .toList();
        return Stream.of(
                Parser.of("search of documents", documents, (input, made) -> SearchsetReader.read(input)
                        .entries()
                        .forEach(entry -> read(entry, made))),
                Parser.of("document reference", entries, (input, made) -> read(Pages.only(input), made)),
                Parser.ofText(
                        "next link of PHR",
                        List.of(
                                "https://phr.example/api/R4/fhir/page?id=1",
                                "DocumentReference?patient.identifier=" + NIN + "&status=current&_page=2",
                                "?_page=2"),
                        DocumentParsers::next),
                Parser.ofText("address of a document", List.of(DOCUMENT, "/api/mhd/document?x=1"), (input, made) -> {
                    wanted(input, "application/pdf", made);
                }),
                Parser.ofText(
                        "media type of a document",
                        List.of("application/pdf", "text/xml; charset=utf-8"),
                        (input, made) -> {
                            wanted(DOCUMENT, input, made);
                            try (var response = HttpParsers.answer(new byte[0], "Content-Type", input)) {
                                var came = response.header("Content-Type");
                                made.stored(came);
                                made.must(Attachment.fits(input, input), "a type fits itself");
                                made.must(Attachment.fits(came, null), "what is not promised fits");
                            }
                        }),
                Parser.ofText(
                        "hash of a document",
                        List.of("2jmj7l5rSw0yVb/vlWAYkK/YBwk=", "da39a3ee5e6b4b0d3255bfef95601890afd80700"),
                        (input, made) -> {
                            var hash = Attachment.hash(input);
                            made.must(hash == null || hash.matches("[0-9a-f]{40}"), "a hash is a SHA-1");
                        }));
    }

    private static void read(SearchEntry entry, Made made) {
        switch (ReferenceReader.read(entry)) {
            case EntryRead.Found found -> {
                var reference = found.reference();
                made.shown(reference.toString());
                made.stored(reference.date());
                made.stored(reference.lastUpdated());
                made.storedJson(reference.json());
                Stream.of(
                                reference.key().document(),
                                reference.key().repository(),
                                reference.key().community())
                        .forEach(made::stored);
            }
            case EntryRead.Warning warning -> made.shown(warning.codes());
            case EntryRead.Unreadable unreadable -> made.shown(unreadable.why());
        }
    }

    private static void next(String input, Made made) {
        var requests = new SearchRequests(BASE, ApiFixture.TENANT, new SearchTerms(null), SETTINGS);
        home(requests.following(input, NIN, "event"), made);
    }

    private static void wanted(String url, String type, Made made) {
        var wanted = new Wanted(1, 1, 1, 0, NIN, new Reference.Key("1.2", "3", "urn:oid:4"), url, type, null, null);
        home(new DocumentRequests(BASE, ApiFixture.TENANT, SETTINGS).of(wanted, "event"), made);
    }

    private static void home(no.ajour.http.ApiRequest request, Made made) {
        var to = HttpParsers.whereTo(BASE, request);
        made.must(to.host().equals(HOST) && to.isHttps(), "tokens stay home");
        made.must(!to.toString().contains(NIN), "the patient's number is in no address");
    }
}
