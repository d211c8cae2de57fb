package no.ajour.command;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import no.ajour.fuzz.Made;
import no.ajour.fuzz.Parser;
import no.ajour.sandbox.Recorded;

/** What is read of operators' arguments, and what is shown of what was received, for the fuzzer. */
public final class CommandParsers {
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

    private CommandParsers() {}

    public static Stream<Parser> all() {
        return Stream.of(
                Parser.ofText("time ago", List.of("2d", "2026-11-20", "2026-11-20T06:00:00Z"), (input, made) -> {
                    made.stored(TimeAgo.of(input, NOW).orElse(null));
                }),
                Parser.ofText("position", List.of("2026-11-20T06:00:00Z"), CommandParsers::position),
                Parser.ofText("run's number", List.of("17"), (input, made) -> {
                    made.must(RunNumber.of(input).orElse(0) >= 0, "a number is not negative");
                }),
                Parser.of(
                                "payload that is shown",
                                Parser.bytes(Recorded.answers().searches("Composition")),
                                (input, made) -> MaskedPayload.lines(
                                                new String(input, java.nio.charset.StandardCharsets.UTF_8))
                                        .forEach(made::shown))
                        .oneIn(3));
    }

    private static void position(String input, Made made) {
        Arrays.stream(PositionRule.values())
                .forEach(rule -> rule.value(input, NOW).ifPresent(value -> {
                    made.stored(value);
                    made.shown(rule.meaning("2026-11-20T05:00:00Z", value));
                    made.stored(java.time.OffsetDateTime.parse(value).toInstant());
                }));
    }
}
