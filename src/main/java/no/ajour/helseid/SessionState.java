package no.ajour.helseid;

import java.time.Instant;
import java.util.Set;
import no.ajour.tenant.Tenant;
import org.jspecify.annotations.Nullable;

/**
 * How a tenant's session stands, as far as can be told without spending it.
 *
 * @param who the person's name; null if there is no session, or it cannot be opened
 * @param scopes that it is for
 * @param until as HelseID told; null if it did not, or there is no session
 */
public record SessionState(
        Tenant tenant,
        Kind kind,
        @Nullable String who,
        Set<String> scopes,
        @Nullable Instant begunAt,
        @Nullable Instant refreshedAt,
        @Nullable Instant until) {

    /** What it is good for. */
    public enum Kind {
        /** Nobody has logged in. */
        NONE,
        /** It goes on, as far as is known here. */
        OPEN,
        /** Its time is over. */
        EXPIRED,
        /** HelseID has taken its token no more. */
        ENDED,
        /** It was sealed by another client or key, or for another tenant. */
        UNREADABLE
    }
}
