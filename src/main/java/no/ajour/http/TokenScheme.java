package no.ajour.http;

/** How an access token is presented: bound to a key (RFC 9449), or to whoever bears it (RFC 6750). */
public enum TokenScheme {
    DPOP("DPoP"),
    BEARER("Bearer");

    private final String word;

    TokenScheme(String word) {
        this.word = word;
    }

    /** As written in the Authorization header and in {@code token_type}. */
    public String word() {
        return word;
    }
}
