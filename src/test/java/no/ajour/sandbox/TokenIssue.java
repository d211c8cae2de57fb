package no.ajour.sandbox;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/** Answers with a token, and books it. */
final class TokenIssue {
    private final URI issuer;
    private final HelseIdSandbox settings;
    private final AccessTokens tokens;
    private final Book book;

    TokenIssue(URI issuer, HelseIdSandbox settings, AccessTokens tokens, Book book) {
        this.issuer = issuer;
        this.settings = settings;
        this.tokens = tokens;
        this.book = book;
    }

    /**
     * The answer.
     *
     * @param rejected scopes that were asked for and are not in it
     * @param more members, numbers or texts
     */
    Answer answer(AccessToken token, Set<String> rejected, Map<String, Object> more) {
        String scheme = token.jkt() == null ? "Bearer" : "DPoP";
        Organisation organisation = token.organisation();
        var body = JsonMapper.shared().createObjectNode();
        body.put("access_token", tokens.sign(token, issuer));
        body.put("token_type", scheme);
        body.put("expires_in", settings.tokenLife().toSeconds());
        body.put("scope", String.join(" ", token.scopes()));
        if (!rejected.isEmpty()) {
            body.put("rejected_scope", String.join(" ", rejected));
        }
        more.forEach(body::putPOJO);
        book.token(new Book.Token(
                token.issued(),
                token.clientId(),
                organisation == null ? null : organisation.parent(),
                organisation == null ? null : organisation.child(),
                token.audiences(),
                token.scopes(),
                scheme));
        return Answer.json(200, body.toString()).header("Cache-Control", "no-store");
    }
}
