package no.ajour.http;

import java.net.URI;
import okhttp3.Request;

/** Asks whether an API's host answers at all, without a token and without touching anything: HEAD of the base URL, or a ping. */
public final class Reach {

    /** What came of it. */
    public sealed interface Answer {
        /** Any status proves that name, network, TLS and HTTP work; without a token, 401 and 404 are ordinary. */
        record Answered(int status) implements Answer {}

        /** Nothing came; why is safe to show. */
        record Silence(String why) implements Answer {}
    }

    private final Sender sender;

    public Reach(HttpClients clients, Limits limits) {
        this.sender = clients.sender("reach", limits);
    }

    /**
     * Asks once.
     *
     * @throws no.ajour.failure.WrongInstallation if the server's certificate is not trusted
     */
    public Answer ask(String api, URI baseUrl) {
        return send(api, new Request.Builder().head().url(root(baseUrl)));
    }

    /**
     * Asks once for a path that needs no token and does nothing.
     *
     * @param path below the base URL
     * @throws no.ajour.failure.WrongInstallation if the server's certificate is not trusted
     */
    public Answer ping(String api, URI baseUrl, String path) {
        return send(api, new Request.Builder().get().url(root(baseUrl) + path.replaceFirst("^/", "")));
    }

    private static String root(URI baseUrl) {
        return baseUrl.toString().replaceFirst("/*$", "/");
    }

    private Answer send(String api, Request.Builder asked) {
        var request = asked
                // A server that answers HEAD with a body would spoil the connection for the calls after it.
                .header("Connection", "close")
                .build();
        return switch (sender.send(api, null, request)) {
            case Outcome.NoAnswer none -> new Answer.Silence(none.why());
            case Outcome.Answer answer -> {
                try (ApiResponse response = answer.response()) {
                    yield new Answer.Answered(response.status());
                }
            }
        };
    }
}
