package no.ajour.http;

import java.time.Duration;
import no.ajour.failure.TryLater;
import no.ajour.failure.WrongInstallation;
import org.jspecify.annotations.Nullable;

/** Decides what an attempt's outcome means: done, try again, or which failure. The one place where statuses are judged. */
final class Verdict {
    private static final String UNKNOWN =
            ". Whether the server took it is not known, so it was not sent again; ask for its status first";

    private final Api api;
    private final ApiRequest request;
    private final String correlationId;

    Verdict(Api api, ApiRequest request, String correlationId) {
        this.api = api;
        this.request = request;
        this.correlationId = correlationId;
    }

    Step<ApiResponse> of(Outcome.NoAnswer none) {
        String why = "%s: %s got no answer, %s [correlation id %s]"
                .formatted(api.name(), request, none.why(), correlationId);
        if (none.sent() && !request.isRepeatable()) {
            throw new TryLater(why + UNKNOWN);
        }
        return new Step.Again<>(why, null);
    }

    Step<ApiResponse> of(ApiResponse response) {
        int status = response.status();
        if (request.expects(status)) {
            return new Step.Done<>(response);
        }
        Duration retryAfter = RetryAfter.of(response, api.timing().instant());
        String why = said(response);
        if (status == 429) {
            return limited(why, retryAfter);
        }
        if (status == 408 || status == 425 || status >= 500) {
            boolean untouched = status == 503 && retryAfter != null;
            if (!untouched && !request.isRepeatable()) {
                throw new TryLater(why + UNKNOWN);
            }
            return new Step.Again<>(why, retryAfter);
        }
        throw new WrongInstallation(why + ". " + advice(status));
    }

    private Step<ApiResponse> limited(String why, @Nullable Duration retryAfter) {
        if (retryAfter != null && retryAfter.compareTo(api.properties().longestRetryAfter()) <= 0) {
            api.rate().hold(retryAfter);
        }
        return new Step.Again<>(why, retryAfter);
    }

    private String said(ApiResponse response) {
        ApiError error = response.error();
        String phrase = error.phrase().isEmpty() ? "" : " (" + error.phrase() + ")";
        return "%s: %s was answered %d%s [correlation id %s]"
                .formatted(api.name(), request, response.status(), phrase, correlationId);
    }

    private String advice(int status) {
        String settings = "ajour.apis." + api.name();
        return switch (status) {
            case 401 ->
                "It refused a newly issued token too: check %s.scope, audience and scheme, and the clock"
                        .formatted(settings);
            case 403 ->
                "The token lacks a right: check %s.scope, and with the API's owner what %s may do"
                        .formatted(settings, request.tenant());
            case 404 -> "Check %s.base-url and the path settings of the job".formatted(settings);
            default ->
                status >= 300 && status < 400
                        ? "Redirects are not followed, since tokens stay at the configured host: correct %s.base-url"
                                .formatted(settings)
                        : "The API does not accept this kind of request: compare its documentation with the settings"
                                + " of the job";
        };
    }
}
