package no.ajour.http;

import java.util.Objects;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;

/**
 * One request on its way through its attempts. Each is a new call with a new proof. A refused token is renewed once in
 * an exchange, a missing nonce is supplied once in an attempt; neither counts as an attempt, since nothing was processed.
 */
final class Exchange {
    private final Api api;
    private final ApiRequest request;
    private final HttpUrl url;
    private final String correlationId;
    private final Verdict verdict;
    private final Delivery delivery;
    private boolean renewed;

    Exchange(Api api, ApiRequest request, HttpUrl url, String correlationId, Delivery delivery) {
        this.api = api;
        this.request = request;
        this.url = url;
        this.correlationId = correlationId;
        this.delivery = delivery;
        this.verdict = new Verdict(api, request, correlationId);
    }

    Step<ApiResponse> attempt() {
        var step =
                switch (authorised()) {
                    case Outcome.Answer answer -> verdict.of(answer.response());
                    case Outcome.NoAnswer none -> verdict.of(none);
                };
        // What cannot be repeated is tried again only after it was proved not to have been processed.
        if (step instanceof Step.Again<ApiResponse> && !request.isRepeatable()) {
            delivery.turnedAway();
        }
        return step;
    }

    private Outcome authorised() {
        boolean nonceSupplied = false;
        while (true) {
            api.rate().await(api.name() + ": " + request);
            // After the wait, so that neither token nor proof grows old in it.
            var grant = api.credentials().grant(api.name(), api.properties(), request.tenant());
            Outcome outcome = once(grant);
            if (!(outcome instanceof Outcome.Answer answer)) {
                return outcome;
            }
            ApiResponse response = answer.response();
            api.nonce().notice(response);
            if (!nonceSupplied && wantsNonce(response)) {
                nonceSupplied = true;
            } else if (!renewed && refusesToken(response)) {
                renewed = true;
                grant.refused();
            } else {
                return outcome;
            }
            response.close();
            delivery.turnedAway();
        }
    }

    private Outcome once(Credentials.Grant grant) {
        byte[] body = request.body();
        var builder = new Request.Builder()
                .url(url)
                .method(request.method(), body == null ? null : RequestBody.create(body, null));
        api.ownHeaders().forEach(builder::header);
        request.headers().forEach(builder::header);
        builder.header(api.correlationHeader(), correlationId);
        grant.headers(request.method(), url.uri(), api.nonce().newest()).forEach(builder::header);
        return api.sender()
                .send(
                        api.name() + ": " + request,
                        correlationId,
                        builder.build(),
                        () -> request.isTooLate(api.timing().instant()),
                        delivery);
    }

    private boolean wantsNonce(ApiResponse response) {
        String challenge = Objects.requireNonNullElse(response.header("WWW-Authenticate"), "");
        return response.status() == 401
                && api.properties().scheme() == TokenScheme.DPOP
                && response.header(Nonce.HEADER) != null
                && !challenge.contains("invalid_token");
    }

    private boolean refusesToken(ApiResponse response) {
        return response.status() == 401
                || (response.status() == 403 && api.properties().renewOnForbidden());
    }
}
