package no.ajour.outgoing;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import no.ajour.delivery.JftStatus;
import no.ajour.fuzz.Made;
import no.ajour.fuzz.Parser;
import no.ajour.fuzz.Published;
import no.ajour.http.ApiFixture;
import no.ajour.http.HttpParsers;
import no.ajour.patient.Installation.Environment;
import no.ajour.patient.NumberGuard;
import no.ajour.patient.NumberSettings;
import no.ajour.sandbox.EventFactory;
import no.ajour.sandbox.Recorded;
import okhttp3.Headers;

/** What is read of the EHR's queue and of JFT's answers to it, for the fuzzer. */
public final class OutgoingParsers {
    private static final EventCheck CHECK = new EventCheck(
            ApiFixture.bind("ajour.jobs.outgoing-events", OutgoingSettings.class, Map.of()),
            Environment.TEST,
            new NumberGuard(Environment.TEST, new NumberSettings("both", List.of())));

    private OutgoingParsers() {}

    public static Stream<Parser> all() {
        var answers = Recorded.answers();
        return Stream.of(
                Parser.ofText("queued event", events(), OutgoingParsers::check),
                Parser.of("$status of a submission", Parser.bytes(answers.statuses), OutgoingParsers::status),
                Parser.of(
                        "search for lost submissions",
                        Parser.bytes(answers.searches("Composition")),
                        OutgoingParsers::search),
                Parser.ofText("Location of JFT", answers.locations, OutgoingParsers::location),
                Parser.ofText("name of a source system", List.of("Journal 4.2", "Sølvtråd «Å»"), (input, made) -> {
                    var header = SourceSystem.header(input);
                    made.shown(header);
                    made.must(
                            new Headers.Builder()
                                            .add("nhn-source-system", header)
                                            .build()
                                            .size()
                                    == 1,
                            "it is a header");
                }));
    }

    private static List<String> events() {
        var factory = new EventFactory(() -> Instant.parse("2026-11-21T12:00:00Z"), 1);
        var events = new ArrayList<String>();
        for (int turn = 0; turn < 5; turn++) {
            events.add(factory.any(Recorded.NUMBERS.get(turn % 2), turn).toString());
        }
        Stream.of("Bundle", "Composition", "MedicationDispense")
                .map(Published::of)
                .forEach(events::addAll);
        return events;
    }

    private static void check(String input, Made made) {
        for (var type : List.of("Bundle", "Composition", "MedicationDispense")) {
            if (!input.contains(type) && !type.equals("Bundle")) {
                continue;
            }
            switch (CHECK.check(type, input, "urn:uuid:00000000-0000-4000-8000-000000000000")) {
                case EventCheck.Fit fit -> {
                    made.shown(fit.toString());
                    made.must(
                            Payload.of(type, input, fit.addedIdentifier()).getBytes(StandardCharsets.UTF_8).length > 0,
                            "it can be sent");
                }
                case EventCheck.NotFit not -> {
                    made.shown(not.why().cause() + ": " + not.why().message());
                    made.stored(not.why().message());
                }
            }
        }
    }

    private static void status(byte[] input, Made made) {
        var status = JftStatus.parse(input);
        var registered = status.time("registered");
        made.stored(registered == null ? null : registered.toInstant());
        made.shown(status.failed());
        made.stored(status.failed());
    }

    private static void search(byte[] input, Made made) {
        SearchPage.read(new ByteArrayInputStream(input), resource -> StableId.of(resource)
                .forEach(id -> made.must(id.key("Bundle").length() == 64, "a key is a digest")));
    }

    private static void location(String input, Made made) {
        try (var response = HttpParsers.answer(new byte[0], "Location", input)) {
            var location = EventLocation.of(response);
            made.stored(location);
            made.stored(EventLocation.id(location, "Composition"));
        }
    }
}
