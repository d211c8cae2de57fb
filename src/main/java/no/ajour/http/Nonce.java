package no.ajour.http;

import org.jspecify.annotations.Nullable;

/** The newest nonce that an API handed out for DPoP proofs; any of its answers may bring another (RFC 9449 section 8.2). */
final class Nonce {
    static final String HEADER = "DPoP-Nonce";

    private volatile @Nullable String newest;

    @Nullable
    String newest() {
        return newest;
    }

    void notice(ApiResponse response) {
        String offered = response.header(HEADER);
        if (offered != null) {
            newest = offered;
        }
    }
}
