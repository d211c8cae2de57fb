package no.ajour.session;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table.
 *
 * @param tenant organisation number
 * @param version another for each refresh token
 * @param scopes that the person was asked for
 * @param sealed the {@link Secrets}; null once the session is over
 * @param refreshedAt when the newest token came; null if only the first has
 * @param expiresAt as HelseID told; null if it did not
 * @param endedAt null while it goes on, as far as is known here
 */
public record StoredSession(
        String tenant,
        UUID version,
        Set<String> scopes,
        @Nullable Sealed sealed,
        Instant begunAt,
        @Nullable Instant refreshedAt,
        @Nullable Instant expiresAt,
        @Nullable Instant endedAt) {

    /** Whether its time is over, whether or not anybody has noticed. */
    public boolean isExpired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }

    @Override
    public String toString() {
        return "session for " + tenant + " since " + begunAt;
    }
}
