package no.ajour.sandbox;

import tools.jackson.databind.json.JsonMapper;

/** Error answers of the token endpoint: RFC 6749 section 5.2, with the codes of helseid.md 1.9. */
final class OAuthError {
    private OAuthError() {}

    static Answer answer(int status, String error, String description) {
        return Answer.json(
                        status,
                        JsonMapper.shared()
                                .createObjectNode()
                                .put("error", error)
                                .put("error_description", description)
                                .toString())
                .header("Cache-Control", "no-store");
    }

    static Refused violation(String error, String description) {
        return Refused.violation(answer(400, error, description), error + ": " + description);
    }

    /** Refused for how the client is registered, not for how it speaks. */
    static Refused blameless(String error, String description) {
        return Refused.blameless(answer(400, error, description), error + ": " + description);
    }
}
