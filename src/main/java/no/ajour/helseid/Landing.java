package no.ajour.helseid;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import no.ajour.failure.TryLater;
import no.ajour.failure.WrongInstallation;
import no.ajour.http.ApiError;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Where HelseID sends the person's browser back to (RFC 8252 section 7.3): a port of this machine's loopback interface, open
 * for as long as somebody is logging in. What does not carry the login's own state is turned away and changes nothing, since
 * any page that the browser has open can call here.
 */
final class Landing implements AutoCloseable {

    /** What HelseID told through the browser. */
    sealed interface Answer {
        /** To be redeemed. */
        record Code(String value) implements Answer {
            @Override
            public String toString() {
                return "code";
            }
        }

        /** The person gave up, or HelseID would not. */
        record Refused(ApiError error) implements Answer {}
    }

    private final HttpServer server;
    private final URI address;
    private final String state;
    private final String issuer;
    private final boolean namesIssuer;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();

    private Landing(HttpServer server, URI address, String state, String issuer, boolean namesIssuer) {
        this.server = server;
        this.address = address;
        this.state = state;
        this.issuer = issuer;
        this.namesIssuer = namesIssuer;
    }

    /**
     * Opens the port.
     *
     * @param state that the answer must carry (RFC 6749 section 10.12)
     * @param issuer that the answer must be from, if it names one (RFC 9207)
     * @param namesIssuer whether it must name one, since the issuer says that it does (RFC 9207 section 2.4)
     * @throws WrongInstallation if the port is taken
     */
    static Landing open(LoginSettings settings, String state, String issuer, boolean namesIssuer) {
        try {
            var here = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), settings.redirectPort());
            HttpServer server = HttpServer.create(here, 0);
            var address = URI.create("http://" + settings.redirectHost() + ":"
                    + server.getAddress().getPort() + settings.redirectPath());
            var landing = new Landing(server, address, state, issuer, namesIssuer);
            server.createContext("/", landing::handle);
            server.setExecutor(Executors.newCachedThreadPool(
                    Thread.ofPlatform().daemon().name("ajour-landing-", 0).factory()));
            server.start();
            return landing;
        } catch (BindException e) {
            throw new WrongInstallation("Port " + settings.redirectPort()
                    + " of this machine is taken, so HelseID's answer could not come in; free it, wait for the other"
                    + " login to end, or change ajour.helseid.login.redirect-port");
        } catch (IOException e) {
            throw new TryLater("No port could be opened for HelseID's answer ("
                    + e.getClass().getSimpleName() + "); try again");
        }
    }

    /** The redirect address. */
    URI address() {
        return address;
    }

    /** @throws TryLater if nothing comes within that time */
    Answer await(Duration longest) {
        try {
            return answer.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new TryLater("Nobody logged in within " + longest.toSeconds()
                    + " s (ajour.helseid.login.wait-for), and nothing was changed; give the command again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TryLater("The wait for somebody to log in was stopped, and nothing was changed");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("GET")) {
                send(exchange, 405, LandingPage.NOTHING);
            } else if (!exchange.getRequestURI().getPath().equals(address.getPath())) {
                send(exchange, 404, LandingPage.NOTHING);
            } else {
                land(exchange);
            }
        }
    }

    private void land(HttpExchange exchange) throws IOException {
        HttpUrl query = HttpUrl.get("http://127.0.0.1/")
                .newBuilder()
                .encodedQuery(exchange.getRequestURI().getRawQuery())
                .build();
        Answer told = told(query);
        if (!isOurs(only(query, "state")) || !isFromIssuer(query) || told == null) {
            send(exchange, 400, LandingPage.NOT_OURS);
            return;
        }
        // The first alone counts.
        answer.complete(told);
        send(exchange, 200, told instanceof Answer.Code ? LandingPage.CAME : LandingPage.REFUSED);
    }

    private static @Nullable Answer told(HttpUrl query) {
        String error = only(query, "error");
        if (error != null) {
            return new Answer.Refused(new ApiError(error, String.valueOf(only(query, "error_description"))));
        }
        String code = only(query, "code");
        return code == null ? null : new Answer.Code(code);
    }

    private static @Nullable String only(HttpUrl query, String name) {
        var values = query.queryParameterValues(name);
        return values.size() == 1 ? values.getFirst() : null;
    }

    private boolean isFromIssuer(HttpUrl query) {
        var named = query.queryParameterValues("iss");
        return named.isEmpty() ? !namesIssuer : named.size() == 1 && issuer.equals(named.getFirst());
    }

    private boolean isOurs(@Nullable String given) {
        return given != null
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8), state.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, LandingPage page) throws IOException {
        byte[] body = page.html().getBytes(StandardCharsets.UTF_8);
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "text/html; charset=utf-8");
        headers.set("Cache-Control", "no-store");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        headers.set("Connection", "close");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    /** Lets the page that is under way go out, for a second at most, and frees the port. */
    @Override
    public void close() {
        server.stop(1);
    }
}
