package no.ajour.helseid;

import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import java.time.Duration;
import java.time.Instant;
import no.ajour.http.ApiResponse;
import org.jspecify.annotations.Nullable;

/**
 * What HelseID gives a person's session: the token answer as it is, and what is kept of it.
 *
 * @param sent when it was asked for: times are counted from then
 * @param refreshToken to be spent next; null if HelseID gave none
 * @param expires when the session is over, by {@code rt_expires_in}, which is HelseID's own; null if it does not tell
 */
record UserAnswer(
        AccessTokenResponse answer,
        Instant sent,
        @Nullable String refreshToken,
        @Nullable Instant expires) {
    private static final long LONGEST_LIFE = Duration.ofDays(3650).toSeconds();

    /** @throws no.ajour.failure.TryLater if it is no token answer */
    static UserAnswer read(String what, Instant sent, ApiResponse response) {
        AccessTokenResponse answer = TokenAnswer.parse(what, response);
        var refreshToken = answer.getTokens().getRefreshToken();
        Object life = answer.getCustomParameters().get("rt_expires_in");
        return new UserAnswer(
                answer,
                sent,
                refreshToken == null ? null : refreshToken.getValue(),
                life instanceof Number seconds
                        ? sent.plus(Duration.ofSeconds(Math.clamp(seconds.longValue(), 0, LONGEST_LIFE)))
                        : null);
    }

    @Override
    public String toString() {
        return "answer to what was asked at " + sent;
    }
}
