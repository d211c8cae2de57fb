package no.ajour.helseid;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token in hand.
 *
 * @param value never shown
 * @param renewAt from then on a new one is fetched, while this one still lives
 * @param facts what it was granted
 * @param proofs by the key that it is bound to; null for one that is whoever's who bears it
 */
record AccessToken(
        String value,
        Instant renewAt,
        TokenFacts facts,
        @Nullable DpopProofs proofs) {
    @Override
    public String toString() {
        return "access token to be renewed at " + renewAt;
    }
}
