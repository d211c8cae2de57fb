package no.ajour.healthindicator;

import java.util.List;
import java.util.stream.Stream;
import no.ajour.fuzz.Made;
import no.ajour.fuzz.Parser;
import no.ajour.http.ApiError;
import no.ajour.http.HttpParsers;
import no.ajour.refresh.Answer;
import no.ajour.sandbox.Recorded;

/** What is read of Kjernejournal's answers, for the fuzzer. */
public final class IndicatorParsers {
    private IndicatorParsers() {}

    public static Stream<Parser> all() {
        return Stream.of(
                Parser.of("health indicator", Parser.bytes(Recorded.answers().indicators), (input, made) -> {
                    read(input, "Id-1", made);
                }),
                Parser.ofText("event id of Kjernejournal", List.of("Id-000000000000000000000001"), (input, made) -> {
                    try (var response = HttpParsers.answer(new byte[0], "X-EVENT-ID", input)) {
                        read(new byte[] {'{', '}'}, HealthIndicatorCall.eventId(response), made);
                        read(
                                "{\"status\":1}".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                                HealthIndicatorCall.eventId(response),
                                made);
                    }
                }),
                Parser.ofText("refusal of Kjernejournal", List.of("KJF-000022 no access"), (input, made) -> {
                    made.shown(Refusal.of(400, new ApiError(null, input), List.of(22))
                            .name());
                }));
    }

    private static void read(byte[] input, @org.jspecify.annotations.Nullable String eventId, Made made) {
        switch (IndicatorReader.read(input, eventId)) {
            case Indicator indicator -> {
                made.shown(indicator.toString());
                made.stored(indicator.text());
                made.stored(indicator.eventId());
                made.stored(indicator.criticalInfoChangedAt());
                made.storedJson(indicator.criticalInfo());
                made.storedJson(indicator.locks());
            }
            case Answer.Dead dead -> {
                made.shown(dead.message());
                made.stored(dead.message());
            }
            default -> made.must(false, "it is an indicator or a dead letter");
        }
    }
}
