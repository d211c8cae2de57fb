package no.ajour.session;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table of sessions. A refresh token may be good for once, so whoever spends it claims the row first, for a time on the
 * database's clock and without holding a connection, and stores the one that came in its place. What is stored replaces only
 * the version that was spent: somebody who froze in between, and comes back after another or after a new login, changes
 * nothing.
 */
public final class Sessions {
    private final JdbcClient jdbc;

    public Sessions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A session that was just opened, in place of any other of the tenant. */
    public void begin(
            String tenant,
            String clientId,
            Set<String> scopes,
            Sealed sealed,
            Instant begunAt,
            @Nullable Instant expiresAt) {
        jdbc.sql("""
                        insert into ajour.user_session (tenant, client_id, scopes, sealed, begun_at, expires_at)
                        values (:tenant, :client, :scopes, :sealed, :begun, :expires)
                        on conflict (tenant) do update set
                            client_id = excluded.client_id, version = excluded.version, scopes = excluded.scopes,
                            sealed = excluded.sealed, begun_at = excluded.begun_at, refreshed_at = null,
                            expires_at = excluded.expires_at, ended_at = null, claim = null, claimed_until = null
                        """)
                .param("tenant", tenant)
                .param("client", clientId)
                .param("scopes", scopes.toArray(String[]::new))
                .param("sealed", sealed.bytes())
                .param("begun", Timestamp.from(begunAt))
                .param("expires", timestamp(expiresAt))
                .update();
    }

    public Optional<StoredSession> find(String tenant) {
        return of(List.of(tenant)).stream().findFirst();
    }

    /** Those of these tenants, in no order. */
    public List<StoredSession> of(Collection<String> tenants) {
        return jdbc.sql("""
                        select tenant, version, scopes, sealed, begun_at, refreshed_at, expires_at, ended_at
                        from ajour.user_session where tenant = any (:tenants)
                        """)
                .param("tenants", tenants.toArray(String[]::new))
                .query(Sessions::row)
                .list();
    }

    /**
     * Lets one spend the tenant's refresh token, and nobody else for a time.
     *
     * @param claim of the caller's own
     * @return empty if there is no session, it is over, or another is spending its token
     */
    public Optional<StoredSession> claim(String tenant, UUID claim, Duration life) {
        return jdbc.sql("""
                        update ajour.user_session
                        set claim = :claim, claimed_until = clock_timestamp() + make_interval(secs => :life)
                        where tenant = :tenant and ended_at is null
                          and (claimed_until is null or claimed_until <= clock_timestamp())
                        returning tenant, version, scopes, sealed, begun_at, refreshed_at, expires_at, ended_at
                        """)
                .param("tenant", tenant)
                .param("claim", claim)
                .param("life", life.toMillis() / 1000.0)
                .query(Sessions::row)
                .optional();
    }

    /** Gives a claim back, if it is still the caller's. */
    public void release(String tenant, UUID claim) {
        jdbc.sql("""
                        update ajour.user_session set claim = null, claimed_until = null
                        where tenant = :tenant and claim = :claim
                        """).param("tenant", tenant).param("claim", claim).update();
    }

    /**
     * Stores what came for the token that was spent. It also brings back a session that another has taken for over, when that
     * one spent the same token a second time.
     *
     * @param spent version of the token that was spent
     * @param sealed with the token to spend next
     * @return false if there is a newer one, or the session was taken away: nothing was stored
     */
    public boolean renewed(String tenant, UUID spent, Sealed sealed, Instant refreshedAt, @Nullable Instant expiresAt) {
        return jdbc.sql("""
                        update ajour.user_session
                        set sealed = :sealed, version = gen_random_uuid(), refreshed_at = :refreshed, expires_at = :expires,
                            ended_at = null
                        where tenant = :tenant and version = :spent
                        """)
                        .param("tenant", tenant)
                        .param("spent", spent)
                        .param("sealed", sealed.bytes())
                        .param("refreshed", Timestamp.from(refreshedAt))
                        .param("expires", timestamp(expiresAt))
                        .update()
                == 1;
    }

    /** Notes that a version of the session is over, and forgets its secrets. */
    public void over(String tenant, UUID version, Instant at) {
        jdbc.sql("""
                        update ajour.user_session set sealed = null, ended_at = :at
                        where tenant = :tenant and version = :version and ended_at is null
                        """)
                .param("tenant", tenant)
                .param("version", version)
                .param("at", Timestamp.from(at))
                .update();
    }

    /** Takes the tenant's session away; false if there is none. */
    public boolean remove(String tenant) {
        return jdbc.sql("delete from ajour.user_session where tenant = :tenant")
                        .param("tenant", tenant)
                        .update()
                == 1;
    }

    private static StoredSession row(ResultSet row, int number) throws SQLException {
        Array scopes = row.getArray("scopes");
        return new StoredSession(
                row.getString("tenant"),
                row.getObject("version", UUID.class),
                Set.of((String[]) scopes.getArray()),
                sealed(row.getBytes("sealed")),
                row.getTimestamp("begun_at").toInstant(),
                instant(row.getTimestamp("refreshed_at")),
                instant(row.getTimestamp("expires_at")),
                instant(row.getTimestamp("ended_at")));
    }

    private static @Nullable Sealed sealed(byte @Nullable [] bytes) {
        return bytes == null ? null : new Sealed(bytes);
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant time) {
        return time == null ? null : Timestamp.from(time);
    }
}
