package no.ajour.sandbox;

import java.util.Locale;
import java.util.Set;
import no.ajour.sandbox.AccessTokens.BadToken;

/** Lets in requests with a plain Bearer token for one audience: Helsenorge knows no DPoP (helsenorge.md 3.5). */
final class BearerDoor {
    static final String TOKEN_ERROR = "SEC-110000";

    private final AccessTokens tokens;

    BearerDoor(AccessTokens tokens) {
        this.tokens = tokens;
    }

    AccessToken admit(Call call, String audience, String scope) throws Refused {
        AccessToken caller = read(call, presented(call));
        if (caller.jkt() != null) {
            throw violation(401, "SEC-110001", "a DPoP-bound token was presented as a Bearer token");
        }
        if (!caller.audiences().equals(Set.of(audience))) {
            throw violation(401, "SEC-110001", "the token's audience is not " + audience + " alone");
        }
        if (!caller.scopes().contains(scope)) {
            throw violation(403, "SEC-120000", "the token has no scope " + scope);
        }
        return caller;
    }

    private static String presented(Call call) throws Refused {
        String authorization = call.header("Authorization");
        int space = authorization == null ? -1 : authorization.indexOf(' ');
        if (authorization == null || space < 0) {
            throw violation(401, "SEC-110001", "there is no Authorization header with a scheme and a token");
        }
        if (!authorization.substring(0, space).toLowerCase(Locale.ROOT).equals("bearer")
                || !call.headers("DPoP").isEmpty()) {
            throw violation(401, "SEC-110001", "Helsenorge takes Bearer tokens and no DPoP");
        }
        return authorization.substring(space + 1);
    }

    private AccessToken read(Call call, String token) throws Refused {
        try {
            AccessToken caller = tokens.read(token);
            call.from(
                    caller.clientId(),
                    caller.organisation() == null ? null : caller.organisation().parent());
            return caller;
        } catch (BadToken bad) {
            // An expired token is 403 here, not 401 (helsenorge.md 3.5).
            Answer answer = error(bad.isExpired() ? 403 : 401, TOKEN_ERROR, "Token is expired or invalid");
            String text = String.valueOf(bad.getMessage());
            throw bad.isBlameless() ? Refused.blameless(answer, text) : Refused.violation(answer, text);
        }
    }

    private static Refused violation(int status, String code, String text) {
        return Refused.violation(error(status, code, text), text);
    }

    /** Helsenorge's error body. */
    static Answer error(int status, String code, String message) {
        return Answer.json(status, "{\"Code\":\"%s\",\"Message\":\"%s\"}".formatted(code, message));
    }
}
