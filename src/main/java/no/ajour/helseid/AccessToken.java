package no.ajour.helseid;

import java.time.Instant;

/**
 * A token in hand.
 *
 * @param value never shown
 * @param renewAt from then on a new one is fetched, while this one still lives
 * @param facts what it was granted
 */
record AccessToken(String value, Instant renewAt, TokenFacts facts) {
    @Override
    public String toString() {
        return "access token to be renewed at " + renewAt;
    }
}
