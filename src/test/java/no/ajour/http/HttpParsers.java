package no.ajour.http;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import no.ajour.failure.Redaction;
import no.ajour.fuzz.Made;
import no.ajour.fuzz.Parser;
import no.ajour.fuzz.SettingRefused;
import no.ajour.sandbox.Recorded;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** What every answer is read by, for the fuzzer, and answers that come from no server. */
public final class HttpParsers {
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final URI BASE = URI.create("https://read.example/fhir");
    private static final Request REQUEST =
            new Request.Builder().url("https://read.example/").build();
    private static final OkHttpClient CLIENT = new OkHttpClient();

    private HttpParsers() {}

    public static Stream<Parser> all() {
        return Stream.of(
                Parser.of("error body", Parser.bytes(Recorded.answers().errors), (input, made) -> {
                    error(answer(input), made);
                }),
                Parser.ofText(
                        "headers of an error",
                        List.of("text/html; charset=iso-8859-1\nDPoP error=\"use_dpop_nonce\"", "text/plain\n"),
                        (input, made) -> {
                            var headers = (input + "\n").split("\n", -1);
                            var body = input.length() % 2 == 0 ? new byte[0] : new byte[] {'n', 'o', (byte) 0xf8};
                            error(answer(body, "Content-Type", headers[0], "WWW-Authenticate", headers[1]), made);
                        }),
                Parser.ofText(
                        "Retry-After and Date",
                        List.of(
                                "120\nSun, 06 Nov 1994 08:49:37 GMT",
                                "Sun, 22 Nov 2026 08:49:37 GMT\nSat, 21 Nov 2026 08:49:37 GMT",
                                "Sun Nov  6 08:49:37 1994\nSunday, 06-Nov-94 08:49:37 GMT"),
                        (input, made) -> {
                            var headers = (input + "\n").split("\n", -1);
                            try (var answer = answer(new byte[0], "Retry-After", headers[0], "Date", headers[1])) {
                                var wait = RetryAfter.of(answer, NOW);
                                made.must(wait == null || wait.toMillis() >= 0, "a wait is not negative");
                            }
                        }),
                Parser.ofText(
                        "address of a request",
                        List.of("https://read.example/fhir/v1/Bundle?x=1", "/v1/Bundle/_search", "v1/Bundle/ø"),
                        (input, made) -> {
                            var to = whereTo(BASE, ApiRequest.get("request", ApiFixture.TENANT, input));
                            made.must(to.host().equals("read.example") && to.isHttps(), "tokens stay home");
                        }),
                Parser.ofText("text made fit to show", List.of("fnr 138797 12345 and 13879712345"), (input, made) -> {
                    made.shown(Redaction.of(input, 300));
                }),
                Parser.ofText(
                                "base URL in settings",
                                List.of("https://read.example/fhir", "http://127.0.0.1:80"),
                                HttpParsers::baseUrl)
                        .refusing(SettingRefused.class));
    }

    private static void baseUrl(String input, Made made) throws SettingRefused {
        SettingRefused.settingIs(() -> SecureUrl.require("ajour.apis.jft-read.base-url", URI.create(input)));
        var base = URI.create(input);
        made.must(SecureUrl.isSecure(base), "tokens are sent over TLS");
        SettingRefused.settingIs(() -> whereTo(base, ApiRequest.get("request", ApiFixture.TENANT, "/v1/Bundle")));
    }

    private static void error(ApiResponse answer, Made made) {
        var error = answer.error();
        made.shown(error.phrase());
        made.stored(error.phrase());
    }

    /** Where the HTTP layer sends a request of an API. */
    public static HttpUrl whereTo(URI base, ApiRequest request) {
        var url = new Target("jft-read", base).of(request);
        // As it is signed in a proof.
        if (!url.uri().isAbsolute()) {
            throw new IllegalStateException("an address without a host");
        }
        return url;
    }

    /**
     * An answer of status 200.
     *
     * @param headers name and value, each as it came over the wire but for line ends
     */
    public static ApiResponse answer(byte[] body, String... headers) {
        return new ApiResponse("request", null, CLIENT.newCall(REQUEST), response(REQUEST, body, headers));
    }

    /** A sender whose every request is answered so with status 200. */
    public static Sender sender(Supplier<byte[]> body) {
        var client = new OkHttpClient.Builder()
                .addInterceptor(chain -> response(chain.request(), body.get()))
                .build();
        return new Sender(() -> client, "Ajour", new CallMeter(new CompositeMeterRegistry(), "fuzz"));
    }

    private static Response response(Request request, byte[] body, String... headers) {
        var all = new Headers.Builder();
        for (int i = 0; i < headers.length; i += 2) {
            // As OkHttp takes what it reads, without a look at the value.
            all.addUnsafeNonAscii(
                    headers[i], headers[i + 1].replaceAll("[\r\n]", " ").strip());
        }
        var type = all.get("Content-Type");
        return new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(200)
                .message("OK")
                .headers(all.build())
                .body(ResponseBody.create(body, type == null ? null : okhttp3.MediaType.parse(type)))
                .build();
    }
}
