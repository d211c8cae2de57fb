package no.ajour.fuzz;

import java.util.stream.Stream;
import no.ajour.acknowledgement.AcknowledgementParsers;
import no.ajour.command.CommandParsers;
import no.ajour.digitalactive.HelsenorgeParsers;
import no.ajour.document.DocumentParsers;
import no.ajour.healthindicator.IndicatorParsers;
import no.ajour.helseid.HelseIdParsers;
import no.ajour.http.HttpParsers;
import no.ajour.journal.JournalParsers;
import no.ajour.outgoing.OutgoingParsers;
import no.ajour.patient.PatientParsers;
import no.ajour.schedule.ScheduleParsers;
import no.ajour.session.SessionParsers;

/** Every parser that there is, from the packages that they belong to. */
final class AllParsers {
    private AllParsers() {}

    static Stream<Parser> stream() {
        return Stream.of(
                        HelsenorgeParsers.all(),
                        JournalParsers.all(),
                        AcknowledgementParsers.all(),
                        OutgoingParsers.all(),
                        IndicatorParsers.all(),
                        DocumentParsers.all(),
                        HelseIdParsers.all(),
                        HttpParsers.all(),
                        PatientParsers.all(),
                        SessionParsers.all(),
                        ScheduleParsers.all(),
                        CommandParsers.all())
                .flatMap(parsers -> parsers);
    }
}
