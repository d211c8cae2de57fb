package no.ajour.helseid;

import java.time.Instant;
import java.util.Objects;
import no.ajour.failure.TryLater;
import no.ajour.http.ApiError;
import no.ajour.http.ApiResponse;
import no.ajour.http.Attempts;
import no.ajour.http.Outcome;
import no.ajour.http.RetryAfter;
import no.ajour.http.Sender;
import no.ajour.http.Step;
import no.ajour.http.Timing;
import no.ajour.http.TokenScheme;
import okhttp3.FormBody;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * Client credentials at HelseID's token endpoint (RFC 6749 section 4.4). HelseID remembers the {@code jti} of assertions
 * and proofs, so every request carries new ones, the answer to its demand for a nonce included.
 */
final class TokenEndpoint {
    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private final HelseIdSettings settings;
    private final Discovery discovery;
    private final ClientAssertions assertions;
    private final DpopProofs proofs;
    private final TokenAnswer answer;
    private final Sender sender;
    private final Attempts attempts;
    private final ClockSkew skew;
    private final Timing timing;

    TokenEndpoint(
            HelseIdSettings settings,
            Discovery discovery,
            ClientAssertions assertions,
            DpopProofs proofs,
            Sender sender,
            Attempts attempts,
            ClockSkew skew,
            Timing timing) {
        this.settings = settings;
        this.discovery = discovery;
        this.assertions = assertions;
        this.proofs = proofs;
        this.answer = new TokenAnswer(settings.renewalMargin(), proofs.thumbprint());
        this.sender = sender;
        this.attempts = attempts;
        this.skew = skew;
        this.timing = timing;
    }

    /**
     * @throws TryLater if HelseID cannot be reached or fails
     * @throws TokenRefused if it refuses, or gives another token than was asked for
     * @throws no.ajour.failure.WrongInstallation if its metadata or certificate are not as they should be
     */
    AccessToken fetch(TokenOrder order) {
        Metadata metadata = discovery.metadata();
        return attempts.run(() -> attempt(order, metadata, null));
    }

    private Step<AccessToken> attempt(TokenOrder order, Metadata metadata, @Nullable String nonce) {
        String what = "HelseID: " + order;
        Request request = request(order, metadata, nonce);
        Instant sent = timing.instant();
        return switch (sender.send(what, null, request)) {
            case Outcome.NoAnswer none -> new Step.Again<>(what + " got no answer, " + none.why(), null);
            case Outcome.Answer answer -> {
                try (ApiResponse response = answer.response()) {
                    skew.notice(sent, timing.instant(), response.serverTime());
                    yield judge(order, metadata, nonce, sent, response);
                }
            }
        };
    }

    private Request request(TokenOrder order, Metadata metadata, @Nullable String nonce) {
        var form = new FormBody.Builder()
                .add("client_id", settings.requiredClientId())
                .add("client_assertion", assertions.create(metadata.issuer(), order.tenant()))
                .add("client_assertion_type", ASSERTION_TYPE)
                .add("grant_type", "client_credentials")
                .add("scope", order.scope());
        if (order.audience() != null) {
            form.add("resource", order.audience());
        }
        var request = new Request.Builder()
                .url(metadata.tokenEndpoint().toString())
                .header("Accept", "application/json")
                .post(form.build());
        if (order.scheme() == TokenScheme.DPOP) {
            request.header("DPoP", proofs.create("POST", metadata.tokenEndpoint(), null, nonce));
        }
        return request.build();
    }

    private Step<AccessToken> judge(
            TokenOrder order, Metadata metadata, @Nullable String nonce, Instant sent, ApiResponse response) {
        int status = response.status();
        if (status == 200) {
            try {
                return new Step.Done<>(answer.read(order, sent, response));
            } catch (TryLater e) {
                return new Step.Again<>(Objects.requireNonNull(e.getMessage()), null);
            }
        }
        ApiError error = response.error();
        if (status == 429 || status >= 500) {
            return new Step.Again<>(
                    "HelseID: " + order + " was answered " + status, RetryAfter.of(response, timing.instant()));
        }
        String offered = response.header("DPoP-Nonce");
        if (order.scheme() == TokenScheme.DPOP && "use_dpop_nonce".equals(error.code()) && offered != null) {
            if (nonce == null) {
                return attempt(order, metadata, offered);
            }
            throw new TryLater("HelseID: " + order + " was refused twice for want of a nonce; a later run asks again");
        }
        throw Refusal.of(order, status, error, skew.remark());
    }
}
