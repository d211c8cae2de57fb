package no.ajour.helseid;

import com.nimbusds.jose.jwk.ECKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import no.ajour.failure.TryLater;
import no.ajour.failure.WrongInstallation;
import no.ajour.helseid.BackChannel.Field;
import no.ajour.http.ApiError;
import no.ajour.http.Timing;
import no.ajour.http.TokenScheme;
import no.ajour.session.Sealed;
import no.ajour.session.Secrets;
import no.ajour.session.Sessions;
import no.ajour.session.StoredSession;
import no.ajour.session.Unreadable;
import no.ajour.session.Vault;
import no.ajour.tenant.Tenant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A person's tokens, by the refresh token of the session that the person opened (RFC 6749 section 6): one API a token, for the
 * tenant's organisation, which HelseID recommends to name here and not when the person logs in, so that one login does for any
 * unit.
 *
 * <p>HelseID may give a new refresh token each time, and take it for theft if one is spent twice. So one process at a time
 * spends it ({@link Sessions#claim}), and what comes is stored before anything else is looked at. If the answer is lost, or the
 * process dies before it is stored, the old one is spent again: either HelseID still takes it, or the session is over and
 * somebody must log in again. No order of steps can spare that.
 */
final class UserTokens {
    private static final Logger log = LoggerFactory.getLogger(UserTokens.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final Sessions sessions;
    private final Vault vault;
    private final Discovery discovery;
    private final AssertionDetails organisation;
    private final Attest attest;
    private final TokenAnswer answer;
    private final BackChannel channel;
    private final Duration claimLife;
    private final Timing timing;

    /** @param channel whose limits are within those of one refresh */
    UserTokens(
            HelseIdSettings settings,
            LoginSettings login,
            Sessions sessions,
            Vault vault,
            Discovery discovery,
            BackChannel channel,
            Timing timing) {
        this.sessions = sessions;
        this.vault = vault;
        this.discovery = discovery;
        this.organisation = new AssertionDetails(settings);
        this.attest = new Attest(login);
        this.answer = new TokenAnswer(settings.renewalMargin());
        this.channel = channel;
        this.claimLife = login.refreshWithin().multipliedBy(3).dividedBy(2);
        this.timing = timing;
    }

    /**
     * Asks for a token.
     *
     * @throws TryLater if HelseID cannot be reached or fails, or another process holds the session for too long
     * @throws TokenRefused if HelseID refuses this token, and the session goes on
     * @throws WrongInstallation if there is no session, or it is over
     */
    AccessToken fetch(TokenOrder order) {
        if (order.scheme() != TokenScheme.DPOP) {
            throw new WrongInstallation("ajour.apis." + order.api()
                    + ".user: a person's token is bound to the session's key; set ajour.apis." + order.api()
                    + ".scheme to dpop");
        }
        // Before the claim, which is for one call.
        Metadata metadata = discovery.metadata();
        Object details = attest.beside(organisation.of(order.tenant()));
        var claim = UUID.randomUUID();
        StoredSession session = claimed(order, claim);
        try {
            return spend(order, metadata, details, session);
        } finally {
            sessions.release(session.tenant(), claim);
        }
    }

    private StoredSession claimed(TokenOrder order, UUID claim) {
        String tenant = order.tenant().orgnr();
        Duration waited = Duration.ZERO;
        while (true) {
            StoredSession held = sessions.find(tenant).orElseThrow(() -> SessionOver.nobody(order));
            if (held.endedAt() != null) {
                throw SessionOver.ended(order.tenant(), "was over at " + held.endedAt());
            }
            if (held.isExpired(timing.instant())) {
                throw SessionOver.ended(order.tenant(), "expired at " + held.expiresAt());
            }
            var mine = sessions.claim(tenant, claim, claimLife);
            if (mine.isPresent()) {
                return mine.get();
            }
            if (waited.compareTo(claimLife.multipliedBy(2)) > 0) {
                throw new TryLater("HelseID: " + order
                        + " waits for other processes that refresh the same session; a later run asks again");
            }
            pause(order);
            waited = waited.plus(BETWEEN_LOOKS);
        }
    }

    private void pause(TokenOrder order) {
        try {
            timing.sleep(BETWEEN_LOOKS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TryLater("HelseID: the wait for " + order + " was stopped; what is left is done by the next run");
        }
    }

    private AccessToken spend(TokenOrder order, Metadata metadata, @Nullable Object details, StoredSession session) {
        Secrets secrets = open(order.tenant(), session);
        DpopProofs proofs = proofs(order.tenant(), secrets);
        String what = "HelseID: " + order;
        var post = new BackChannel.Post(
                what, metadata.tokenEndpoint(), metadata.issuer(), details, fields(order, secrets), proofs);
        UserAnswer came = channel.send(
                post,
                (sent, response) -> UserAnswer.read(what, sent, response),
                (status, error, remark) -> refused(order, session, status, error, remark));
        store(session, secrets, came);
        return answer.check(order, proofs, came.sent(), came.answer());
    }

    private static List<Field> fields(TokenOrder order, Secrets secrets) {
        var fields = new ArrayList<Field>();
        fields.add(new Field("grant_type", "refresh_token"));
        fields.add(new Field("refresh_token", secrets.refreshToken()));
        fields.add(new Field("scope", order.scope()));
        if (order.audience() != null) {
            fields.add(new Field("resource", order.audience()));
        }
        return fields;
    }

    private Secrets open(Tenant tenant, StoredSession session) {
        Sealed sealed = session.sealed();
        try {
            if (sealed != null) {
                return vault.open(session.tenant(), sealed);
            }
        } catch (Unreadable e) {
            // Falls through to the one failure below.
        }
        throw SessionOver.ended(tenant, SessionOver.unreadable());
    }

    private DpopProofs proofs(Tenant tenant, Secrets secrets) {
        try {
            return DpopProofs.of(ECKey.parse(secrets.proofKey()), timing);
        } catch (ParseException e) {
            throw SessionOver.ended(tenant, SessionOver.unreadable());
        }
    }

    private RuntimeException refused(
            TokenOrder order, StoredSession session, int status, ApiError error, String remark) {
        if (!"invalid_grant".equals(error.code())) {
            return Refusal.of(order, status, error, remark);
        }
        sessions.over(session.tenant(), session.version(), timing.instant());
        return SessionOver.ended(
                order.tenant(),
                "is over: HelseID takes its refresh token no more (" + error.phrase()
                        + "). It has expired or been ended there, or an answer of HelseID was lost before it could be stored"
                        + remark);
    }

    private void store(StoredSession session, Secrets spent, UserAnswer came) {
        String next = came.refreshToken() == null ? spent.refreshToken() : came.refreshToken();
        Instant expires = came.expires() == null ? session.expiresAt() : came.expires();
        Sealed sealed = vault.seal(session.tenant(), new Secrets(next, spent.proofKey(), spent.who()));
        if (!sessions.renewed(session.tenant(), session.version(), sealed, came.sent(), expires)) {
            log.info("The HelseID session for {} was replaced or ended while it was refreshed", session.tenant());
        }
    }
}
