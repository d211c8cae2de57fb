package no.ajour.helseid;

import java.net.URI;
import java.time.Instant;
import java.util.List;
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
import okhttp3.FormBody;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * Forms that we post to HelseID as the client. HelseID remembers the {@code jti} of assertions and proofs, so every request
 * carries new ones, the answer to its demand for a nonce included.
 */
final class BackChannel {
    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /** A parameter. */
    record Field(String name, String value) {
        /** Without the value, which may be a code or a refresh token. */
        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * What is posted.
     *
     * @param what for messages
     * @param issuer verbatim from HelseID's metadata
     * @param details for the client assertion, or null
     * @param proofs by the key that the answer shall be bound to; null for none
     */
    record Post(
            String what,
            URI endpoint,
            String issuer,
            @Nullable Object details,
            List<Field> fields,
            @Nullable DpopProofs proofs) {}

    /** Reads an answer that grants; a {@link TryLater} from it is tried again. */
    @FunctionalInterface
    interface Reader<T> {
        T read(Instant sent, ApiResponse response);
    }

    /** Says what a refusal means; what it returns is thrown. */
    @FunctionalInterface
    interface Refuser {
        /**
         * The failure to throw.
         *
         * @param remark on the clocks, for the message's end, or empty
         */
        RuntimeException refused(int status, ApiError error, String remark);
    }

    private final HelseIdSettings settings;
    private final ClientAssertions assertions;
    private final Sender sender;
    private final Attempts attempts;
    private final ClockSkew skew;
    private final Timing timing;

    BackChannel(
            HelseIdSettings settings,
            ClientAssertions assertions,
            Sender sender,
            Attempts attempts,
            ClockSkew skew,
            Timing timing) {
        this.settings = settings;
        this.assertions = assertions;
        this.sender = sender;
        this.attempts = attempts;
        this.skew = skew;
        this.timing = timing;
    }

    /**
     * Posts until there is an answer.
     *
     * @throws TryLater if HelseID cannot be reached or fails
     */
    <T> T send(Post post, Reader<T> reader, Refuser refuser) {
        return attempts.run(() -> attempt(post, reader, refuser, null));
    }

    private <T> Step<T> attempt(Post post, Reader<T> reader, Refuser refuser, @Nullable String nonce) {
        Request request = request(post, nonce);
        Instant sent = timing.instant();
        return switch (sender.send(post.what(), null, request)) {
            case Outcome.NoAnswer none -> new Step.Again<>(post.what() + " got no answer, " + none.why(), null);
            case Outcome.Answer answer -> {
                try (ApiResponse response = answer.response()) {
                    skew.notice(sent, timing.instant(), response.serverTime());
                    yield judge(post, reader, refuser, nonce, sent, response);
                }
            }
        };
    }

    private Request request(Post post, @Nullable String nonce) {
        var form = new FormBody.Builder()
                .add("client_id", settings.requiredClientId())
                .add("client_assertion", assertions.create(post.issuer(), post.details()))
                .add("client_assertion_type", ASSERTION_TYPE);
        post.fields().forEach(field -> form.add(field.name(), field.value()));
        var request = new Request.Builder()
                .url(post.endpoint().toString())
                .header("Accept", "application/json")
                .post(form.build());
        if (post.proofs() != null) {
            request.header("DPoP", post.proofs().create("POST", post.endpoint(), null, nonce));
        }
        return request.build();
    }

    private <T> Step<T> judge(
            Post post, Reader<T> reader, Refuser refuser, @Nullable String nonce, Instant sent, ApiResponse response) {
        int status = response.status();
        if (status == 200 || status == 201) {
            try {
                return new Step.Done<>(reader.read(sent, response));
            } catch (TryLater e) {
                return new Step.Again<>(Objects.requireNonNull(e.getMessage()), null);
            }
        }
        ApiError error = response.error();
        if (status == 429 || status >= 500) {
            return new Step.Again<>(post.what() + " was answered " + status, RetryAfter.of(response, timing.instant()));
        }
        String offered = response.header("DPoP-Nonce");
        if (post.proofs() != null && "use_dpop_nonce".equals(error.code()) && offered != null) {
            if (nonce == null) {
                return attempt(post, reader, refuser, offered);
            }
            throw new TryLater(post.what() + " was refused twice for want of a nonce; a later run asks again");
        }
        throw refuser.refused(status, error, skew.remark());
    }
}
