package no.ajour.digitalactive;

import java.util.Objects;
import no.ajour.refresh.Answer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads one status, under any of its names. What has no name of ours is not understood: never taken for not active. */
final class StatusReader {
    static final Answer NOT_UNDERSTOOD = new Answer.Dead(
            true,
            "answer-not-understood",
            "Helsenorge's answer does not say whether the patient is active, under none of the names of"
                    + " ajour.jobs.digital-active.answer.self, or says both. Compare the names with Helsenorge's Swagger page.");

    private final AnswerNames names;

    StatusReader(AnswerNames names) {
        this.names = names;
    }

    /** @param parser at the first token of the status, and left at its last */
    Answer read(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case VALUE_NULL -> new Answer.Unknown();
            default -> {
                parser.skipChildren();
                yield NOT_UNDERSTOOD;
            }
        };
    }

    private Answer object(JsonParser parser) {
        var self = new Flag();
        var viaOthers = new Flag();
        var proxy = new Flag();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            if (names.self().contains(name)) {
                self.take(parser);
            } else if (names.viaOthers().contains(name)) {
                viaOthers.take(parser);
            } else if (names.proxy().contains(name)) {
                proxy.take(parser);
            } else {
                parser.skipChildren();
            }
        }
        if (!self.given || self.wrong || viaOthers.wrong || proxy.wrong) {
            return NOT_UNDERSTOOD;
        }
        return self.value == null ? new Answer.Unknown() : new Status(self.value, viaOthers.value, proxy.value);
    }

    /** A boolean that may come under two names, which must then agree. */
    private static final class Flag {
        private boolean given;
        private boolean wrong;
        private @Nullable Boolean value;

        void take(JsonParser parser) {
            var token = parser.currentToken();
            Boolean read =
                    switch (token) {
                        case VALUE_TRUE -> true;
                        case VALUE_FALSE -> false;
                        default -> null;
                    };
            wrong |= (read == null) && (token != JsonToken.VALUE_NULL);
            wrong |= given && !Objects.equals(value, read);
            given = true;
            value = read;
            parser.skipChildren();
        }
    }
}
