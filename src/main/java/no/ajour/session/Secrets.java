package no.ajour.session;

/**
 * What of a session must not be seen.
 *
 * @param refreshToken that gives access tokens, and as a rule is good for once
 * @param proofKey the private key that the session is bound to, as a JWK
 * @param who name of the person, as HelseID told it
 */
public record Secrets(String refreshToken, String proofKey, String who) {
    @Override
    public String toString() {
        return "a session's secrets";
    }
}
