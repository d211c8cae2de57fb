package no.ajour.digitalactive;

import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import no.ajour.fuzz.Made;
import no.ajour.fuzz.Parser;
import no.ajour.http.ApiFixture;
import no.ajour.position.Position;
import no.ajour.refresh.Answer;
import no.ajour.refresh.RefreshRequests.Queued;
import no.ajour.refresh.Reply;
import no.ajour.sandbox.Recorded;

/** What is read of Helsenorge's answers, for the fuzzer. */
public final class HelsenorgeParsers {
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final StatusReader STATUSES =
            new StatusReader(ApiFixture.bind("ajour.jobs.digital-active.answer", AnswerNames.class, Map.of()));
    private static final List<Queued> PATIENTS = IntStream.range(0, Recorded.NUMBERS.size())
            .mapToObj(i -> new Queued(i, i, Recorded.NUMBERS.get(i)))
            .toList();

    private HelsenorgeParsers() {}

    public static Stream<Parser> all() {
        var answers = Recorded.answers();
        return Stream.of(
                Parser.of("Helsenorge's change list", Parser.bytes(answers.changeLists), HelsenorgeParsers::changeList),
                Parser.of("Helsenorge's bulk answer", Parser.bytes(answers.bulk), (input, made) -> bulk(input)),
                Parser.of("Helsenorge's status of one", Parser.bytes(answers.single), HelsenorgeParsers::single),
                Parser.ofText("stored offset", List.of("2026-11-20T08:00:00.12345Z"), HelsenorgeParsers::offset));
    }

    private static void changeList(byte[] input, Made made) {
        var offset = ChangeListReader.read(new ByteArrayInputStream(input), new ChangeListReader.Entries() {
            @Override
            public void number(long number) {
                made.must(number >= 0 && number <= 99_999_999_999L, "a number has eleven digits");
            }

            @Override
            public void malformed() {}
        });
        made.stored(offset);
    }

    private static void bulk(byte[] input) {
        new BulkReader(STATUSES).read(new ByteArrayInputStream(input), PATIENTS, new Reply());
    }

    private static void single(byte[] input, Made made) {
        AnswerJson.read("Helsenorge's answer", () -> {
            try (var parser = AnswerJson.parser(new ByteArrayInputStream(input))) {
                if (parser.nextToken() != null && STATUSES.read(parser) instanceof Answer.Dead dead) {
                    made.shown(dead.message());
                }
                return made;
            }
        });
    }

    private static void offset(String input, Made made) {
        var reason = new GapRule(Duration.ofDays(85)).reason(Optional.of(new Position(input, NOW)), NOW);
        made.shown(reason.orElse(null));
    }
}
