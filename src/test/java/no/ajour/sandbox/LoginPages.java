package no.ajour.sandbox;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import no.ajour.sandbox.Form.Field;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Where a client leaves its request, and what the person's browser sees. Every reference is good for once, and not for long. */
final class LoginPages {
    static final String PAR_PATH = "/connect/par";
    static final String AUTHORIZE_PATH = "/connect/authorize";
    static final Duration REQUEST_LIFE = Duration.ofSeconds(60);

    private static final Duration PAGE_LIFE = Duration.ofMinutes(10);
    private static final Duration CODE_LIFE = Duration.ofSeconds(60);
    private static final Answer GONE =
            Answer.of(400, Map.of("Content-Type", "text/plain"), "This login is unknown, over or used");

    private record Page(PushedRequest request, Instant shown) {}

    private record Code(Login login, Instant issued) {}

    private final URI issuer;
    private final InstantSource clock;
    private final Logins logins;
    private final ClientAssertions assertions;
    private final Map<String, PushedRequest> requests = new ConcurrentHashMap<>();
    private final Map<String, Page> pages = new ConcurrentHashMap<>();
    private final Map<String, Code> codes = new ConcurrentHashMap<>();

    LoginPages(URI issuer, InstantSource clock, Logins logins, ClientAssertions assertions) {
        this.issuer = issuer;
        this.clock = clock;
        this.logins = logins;
        this.assertions = assertions;
    }

    Answer push(Call call) throws Refused {
        Form form = Form.of(call, "resource");
        var authenticated = assertions.authenticate(form);
        call.from(authenticated.client().clientId(), null);
        String uri = "urn:ietf:params:oauth:request_uri:" + UUID.randomUUID();
        requests.put(uri, PushedChecks.read(form, authenticated, clock.instant()));
        var body = JsonMapper.shared().createObjectNode();
        body.put("request_uri", uri).put("expires_in", REQUEST_LIFE.toSeconds());
        return Answer.json(201, body.toString()).header("Cache-Control", "no-store");
    }

    /** RFC 9126 section 4: nothing but the client and the reference. */
    Answer show(Call call) throws Refused {
        Form query = Form.parse(call.query());
        if (!query.names().equals(Set.of("client_id", "request_uri"))) {
            throw Refused.violation(GONE, "the address has other parameters than client_id and request_uri");
        }
        PushedRequest request = requests.remove(query.one("request_uri"));
        if (request == null || isOver(request.pushed(), REQUEST_LIFE)) {
            throw Refused.blameless(GONE, "the request_uri is unknown, used or too old");
        }
        if (!request.client().clientId().equals(query.one("client_id"))) {
            throw Refused.violation(GONE, "the request is another client's");
        }
        String page = UUID.randomUUID().toString();
        pages.put(page, new Page(request, clock.instant()));
        return Answer.of(200, Map.of("Content-Type", "text/html; charset=utf-8"), html(page))
                .header("Cache-Control", "no-store");
    }

    private String html(String page) {
        List<Person> persons = logins.persons();
        String choices = IntStream.range(0, persons.size())
                .mapToObj(i -> "<p><label><input type=\"radio\" name=\"person\" value=\"%d\"> %s</label>"
                        .formatted(i, persons.get(i).name()))
                .collect(Collectors.joining("\n"));
        return """
                <!doctype html>
                <html lang="nb"><title>HelseID (sandbox)</title>
                <h1>Logg inn</h1>
                <form method="post" action="%s">
                <input type="hidden" name="page" value="%s">
                %s
                <p><button name="decision" value="login">Logg inn</button>
                <button name="decision" value="deny">Avbryt</button>
                </form></html>
                """.formatted(issuer + AUTHORIZE_PATH, page, choices);
    }

    Answer decide(Call call) throws Refused {
        Form form = Form.of(call, "");
        String id = form.one("page");
        Page page = id == null ? null : pages.remove(id);
        if (page == null || isOver(page.shown(), PAGE_LIFE)) {
            throw Refused.blameless(GONE, "the login page is unknown, used or too old");
        }
        PushedRequest request = page.request();
        if (!"login".equals(form.one("decision"))) {
            return back(
                    request,
                    new Field("error", "access_denied"),
                    new Field(
                            "error_description",
                            "The person with number "
                                    + logins.persons().getFirst().pid() + " gave up"));
        }
        String person = form.one("person");
        if (person == null) {
            throw Refused.blameless(GONE, "nobody was chosen");
        }
        String code = UUID.randomUUID().toString();
        Login login = new Login(request, logins.persons().get(Integer.parseInt(person)), clock.instant());
        codes.put(code, new Code(login, clock.instant()));
        return back(request, new Field("code", code));
    }

    private Answer back(PushedRequest request, Field... fields) {
        var all = new java.util.ArrayList<>(List.of(fields));
        all.add(new Field("state", request.state()));
        // RFC 9207.
        all.add(new Field("iss", issuer.toString()));
        return Answer.empty(302).header("Location", request.redirectUri() + "?" + new Form(List.copyOf(all)).encoded());
    }

    /** Uses a code up; null if it is none that is good. */
    @Nullable
    Login redeem(@Nullable String code) {
        Code found = code == null ? null : codes.remove(code);
        return found == null || isOver(found.issued(), CODE_LIFE) ? null : found.login();
    }

    private boolean isOver(Instant begun, Duration life) {
        return clock.instant().isAfter(begun.plus(life));
    }
}
