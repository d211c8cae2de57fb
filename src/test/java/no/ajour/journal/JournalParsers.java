package no.ajour.journal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import no.ajour.fhir.Json;
import no.ajour.fhir.SearchsetReader;
import no.ajour.fuzz.Made;
import no.ajour.fuzz.Pages;
import no.ajour.fuzz.Parser;
import no.ajour.fuzz.Published;
import no.ajour.http.ApiFixture;
import no.ajour.http.HttpParsers;
import no.ajour.run.DeadLetter;
import no.ajour.sandbox.Recorded;
import no.ajour.tenant.Tenant;
import tools.jackson.core.ObjectReadContext;

/** What is read of JFT's searches, for the fuzzer. */
public final class JournalParsers {
    private static final Tenant TENANT = new Tenant(Recorded.ORGNR, "Lykkeby", null, Tenant.Acknowledge.JOURNALED);
    private static final URI BASE = URI.create("https://read.example/fhir");
    private static final Pattern SURROGATE = Pattern.compile("\\\\u[dD][89a-fA-F][0-9a-fA-F]{2}");
    private static final String LINK = "https://read.example/fhir/v1/Bundle?";

    private JournalParsers() {}

    public static Stream<Parser> all() {
        return Stream.concat(Arrays.stream(EventType.values()).flatMap(JournalParsers::of), Stream.of(nextLink()));
    }

    private static Stream<Parser> of(EventType type) {
        var reader = new EventReader(type, TENANT, new PatientFinder(Guards.test()), 2 << 20);
        var entries = new EntriesReader(type, reader);
        return Stream.of(
                Parser.of(
                        "search of " + type.resourceType(),
                        Parser.bytes(Recorded.answers().searches(type.resourceType())),
                        (input, made) -> page(entries, input, made)),
                Parser.of(
                        "event of type " + type.resourceType(),
                        events(type),
                        (input, made) -> event(reader, input, made)));
    }

    private static List<byte[]> events(EventType type) {
        var events = new ArrayList<byte[]>();
        for (var page : Parser.bytes(Recorded.answers().searches(type.resourceType()))) {
            SearchsetReader.read(page).entries().forEach(entry -> events.add(entry.json()));
        }
        events.addAll(Parser.bytes(Published.of(type.resourceType())));
        return events;
    }

    private static void page(EntriesReader reader, byte[] input, Made made) {
        var searchset = SearchsetReader.read(input);
        for (var entry : searchset.entries()) {
            made.must(isWholeJson(entry.json()), "an entry is cut where it begins and ends");
        }
        var entries = reader.read(searchset.entries());
        made.shown(entries.toString());
        made.stored(entries.newest());
        entries.letters().forEach(letter -> letter(letter, made));
        entries.letters().forEach(letter -> made.stored(letter.payload()));
        entries.events().forEach(event -> stored(event, made));
    }

    // Jackson reads no name with half a surrogate pair: other escapes, as long, stand in for all of them.
    private static boolean isWholeJson(byte[] json) {
        var legible = SURROGATE.matcher(new String(json, ISO_8859_1)).replaceAll("\\\\ufffd");
        try (var parser = Json.PAGE.createParser(ObjectReadContext.empty(), legible.getBytes(ISO_8859_1))) {
            parser.nextToken();
            parser.skipChildren();
            parser.finishToken();
            return parser.currentLocation().getByteOffset() == json.length;
        }
    }

    private static void event(EventReader reader, byte[] input, Made made) {
        switch (reader.read(Pages.only(input))) {
            case EntryRead.Stored stored -> stored(stored.event(), made);
            case EntryRead.Dead dead -> letter(dead.letter(), made);
            case EntryRead.Warning warning -> made.shown(warning.codes());
        }
    }

    private static void stored(Event event, Made made) {
        made.shown(event.toString());
        made.stored(event.lastUpdated());
        made.storedJson(event.resource());
        var origin = event.origin();
        Stream.of(origin.system(), origin.clientId(), origin.clientName(), origin.parentOrgnr())
                .forEach(made::stored);
    }

    private static void letter(DeadLetter letter, Made made) {
        made.shown(letter.record());
        made.shown(letter.message());
        made.stored(letter.version());
    }

    private static Parser nextLink() {
        var requests = new SearchRequests(
                EventType.BUNDLE,
                TENANT,
                BASE,
                ApiFixture.bind("ajour.jobs.journal-events", JournalSettings.class, Map.of()));
        return Parser.ofText(
                "next link of JFT",
                List.of(LINK + "cursor=YWJj%3D&_count=10", "?cursor=a", "Bundle?cursor=b", "/fhir/v1/Bundle?cursor=ø"),
                (input, made) -> {
                    var link = requests.absolute(input);
                    made.stored(link);
                    var home = HttpParsers.whereTo(BASE, requests.following(link));
                    made.must(requests.leadsHome(link), "a link that is followed leads home");
                    made.must(home.host().equals("read.example") && home.isHttps(), "tokens stay home");
                });
    }
}
