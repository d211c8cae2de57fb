package no.ajour.helseid;

import java.time.Instant;
import java.util.Set;
import no.ajour.tenant.Tenant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody has logged in, and the session is stored.
 *
 * @param who the person's name, safe to show
 * @param apis that it is for
 * @param until as HelseID told; null if it did not
 */
public record LoggedIn(
        Tenant tenant,
        String who,
        Set<String> apis,
        @Nullable Instant until) {}
