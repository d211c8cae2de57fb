package no.ajour.sandbox;

import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** An error answer with a FHIR OperationOutcome, as NHN's FHIR APIs give. */
final class Outcome {
    private Outcome() {}

    /**
     * An error answer.
     *
     * @param code of the FHIR value set issue-type
     */
    static Answer answer(int status, String code, String diagnostics) {
        var body = JsonMapper.shared().createObjectNode();
        body.put("resourceType", "OperationOutcome");
        body.putArray("issue")
                .addObject()
                .put("severity", "error")
                .put("code", code)
                .put("diagnostics", diagnostics);
        return Answer.of(status, Map.of("Content-Type", "application/fhir+json"), body.toString());
    }

    /** A request that breaks the rules of the API. */
    static Refused violation(int status, String code, String text) {
        return Refused.violation(answer(status, code, text), text);
    }

    static Refused blameless(int status, String code, String text) {
        return Refused.blameless(answer(status, code, text), text);
    }
}
