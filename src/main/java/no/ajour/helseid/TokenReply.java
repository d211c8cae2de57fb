package no.ajour.helseid;

/** What HelseID says when it is asked for a token. The token itself is not among it. */
public sealed interface TokenReply {

    /** The token that was asked for came. */
    record Granted(TokenFacts facts) implements TokenReply {}

    /**
     * None came, or another.
     *
     * @param found with HelseID's own words; continues "a token for API and TENANT"
     * @param fix what to do
     */
    record Refused(String found, String fix) implements TokenReply {}

    /** HelseID did not answer, or not as HelseID. */
    record NoAnswer(String why) implements TokenReply {}
}
