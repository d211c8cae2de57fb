package no.ajour.sandbox;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A person's session at HelseID, from the code on. */
final class Login {
    final PushedRequest request;
    final Person person;
    final Instant begun;
    final AtomicReference<@Nullable String> jkt = new AtomicReference<>();
    private @Nullable String refreshToken;
    volatile Instant expires;
    volatile boolean ended;

    Login(PushedRequest request, Person person, Instant begun) {
        this.request = request;
        this.person = person;
        this.begun = begun;
        this.expires = begun;
    }

    /** Uses the refresh token up; false if it is another. */
    synchronized boolean spend(String token) {
        boolean ours = token.equals(refreshToken);
        refreshToken = ours ? null : refreshToken;
        return ours;
    }

    /** The token to be spent next, a new one if the last one was. */
    synchronized String nextToken(Map<String, Login> sessions) {
        if (refreshToken == null) {
            refreshToken = UUID.randomUUID().toString();
            sessions.put(refreshToken, this);
        }
        return refreshToken;
    }
}
