package no.ajour.document;

import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * PHR's own headers. Their names have changed before, so none is fixed.
 *
 * @param eventId unique to each request, for NHN's support
 * @param accessBasis with kjernejournalforskriften
 * @param patientNin whose document is fetched
 * @param restrictedDocuments of an answer: how many documents may not be shown
 */
record HeaderNames(
        @DefaultValue("nhn-event-id") String eventId,
        @DefaultValue("nhn-access-basis") String accessBasis,
        @DefaultValue("nhn-patient-nin") String patientNin,
        @DefaultValue("NHN-SecurityLabel-Nors-Count") String restrictedDocuments) {
    // RFC 9110, section 5.6.2.
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    HeaderNames {
        if (!Stream.of(eventId, accessBasis, patientNin, restrictedDocuments)
                .allMatch(name -> TOKEN.matcher(name).matches())) {
            throw new IllegalArgumentException(
                    DocumentSettings.PREFIX + "headers must be names of HTTP headers, such as nhn-event-id");
        }
    }
}
