package no.ajour.acknowledgement;

import java.util.stream.Stream;
import no.ajour.fuzz.Made;
import no.ajour.fuzz.Parser;
import no.ajour.sandbox.Recorded;

/** What is read of {@code $status} after an acknowledgement, for the fuzzer. */
public final class AcknowledgementParsers {
    private AcknowledgementParsers() {}

    public static Stream<Parser> all() {
        return Stream.of(Parser.of(
                "$status of an acknowledgement",
                Parser.bytes(Recorded.answers().statuses),
                AcknowledgementParsers::status));
    }

    private static void status(byte[] input, Made made) {
        var status = JournalingStatus.parse(input);
        made.stored(status.journaled() == null ? null : status.journaled().toInstant());
        made.shown(status.failed());
        made.stored(status.failed());
    }
}
