package no.ajour.digitalactive;

import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import no.ajour.failure.WrongInstallation;
import no.ajour.refresh.Answer;
import no.ajour.refresh.RefreshRequests.Queued;
import no.ajour.refresh.Reply;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads {@code {"erAktivListe": {"<fnr>": {...}, ...}}}. */
final class BulkReader {
    /** So many entries that all cannot be understood say something about our names, not about the patients. */
    private static final int ENOUGH_TO_TELL = 10;

    /** Whether persons who do not use Helsenorge are left out is not documented; of so many, somebody uses it. */
    private static final int SOMEBODY_IS_KNOWN = 100;

    private static final String WHAT = "Helsenorge's bulk answer";

    private final StatusReader statuses;

    BulkReader(StatusReader statuses) {
        this.statuses = statuses;
    }

    /** Gives each patient an answer; those whom the body leaves out are unknown. */
    void read(InputStream body, List<Queued> patients, Reply reply) {
        var left = new HashMap<String, Queued>();
        patients.forEach(patient -> left.put(patient.nin(), patient));
        var understood = AnswerJson.read(WHAT, () -> {
            try (var parser = AnswerJson.parser(body)) {
                return document(parser, left, reply);
            }
        });
        if (!understood && patients.size() - left.size() >= ENOUGH_TO_TELL) {
            throw new WrongInstallation("None of the " + (patients.size() - left.size()) + " entries of " + WHAT
                    + " says whether the patient is active under a name that is known here. Compare"
                    + " ajour.jobs.digital-active.answer with Helsenorge's Swagger page.");
        }
        if (left.size() == patients.size() && left.size() >= SOMEBODY_IS_KNOWN) {
            throw AnswerJson.unreadable(WHAT, "names none of the " + left.size() + " patients asked about");
        }
        left.values().forEach(patient -> reply.put(patient, new Answer.Unknown()));
    }

    private boolean document(JsonParser parser, Map<String, Queued> left, Reply reply) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw AnswerJson.unreadable(WHAT, "is not a JSON object");
        }
        boolean listed = false;
        boolean understood = false;
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            if (parser.nextToken() == JsonToken.START_OBJECT && name.equals("erAktivListe")) {
                listed = true;
                understood |= list(parser, left, reply);
            } else {
                parser.skipChildren();
            }
        }
        if (!listed || parser.nextToken() != null) {
            throw AnswerJson.unreadable(WHAT, "has no erAktivListe, or goes on after its end");
        }
        return understood;
    }

    private boolean list(JsonParser parser, Map<String, Queued> left, Reply reply) {
        boolean understood = false;
        for (String number = parser.nextName(); number != null; number = parser.nextName()) {
            parser.nextToken();
            var patient = left.remove(number);
            if (patient == null) {
                reply.unasked(1);
                parser.skipChildren();
            } else {
                var answer = statuses.read(parser);
                understood |= answer != StatusReader.NOT_UNDERSTOOD;
                reply.put(patient, answer);
            }
        }
        return understood;
    }
}
