package no.ajour.outgoing;

import org.jspecify.annotations.Nullable;

/** What is sent: the resource word for word, with Ajour's identifier at its beginning if it has none of its own. */
final class Payload {
    private Payload() {}

    /**
     * @param body a JSON object that has been checked
     * @param addedIdentifier a URN; null if the resource has an identifier of its own
     */
    static String of(String type, String body, @Nullable String addedIdentifier) {
        if (addedIdentifier == null) {
            return body;
        }
        var identifier = "{\"system\":\"" + StableId.URI_SYSTEM + "\",\"value\":\"" + addedIdentifier + "\"}";
        // Of these three only MedicationDispense can have several (FHIR R4).
        var element = type.equals("MedicationDispense") ? "[" + identifier + "]" : identifier;
        int begin = body.indexOf('{') + 1;
        return body.substring(0, begin) + "\"identifier\":" + element + "," + body.substring(begin);
    }
}
