package no.ajour.sandbox;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import no.ajour.sandbox.EventStore.Held;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** JFT's ReadAPI: search by GET and POST, and {@code $status}. */
final class JftReadApi implements Api {
    private static final Pattern PATH =
            Pattern.compile("/v1/(Bundle|Composition|MedicationDispense)(?:/(_search)|/([^/]+)/\\$status)?");

    private final JftSandbox jft;
    private final JftSearch search;

    JftReadApi(JftSandbox jft) {
        this.jft = jft;
        search = new JftSearch(jft);
    }

    @Override
    public Answer handle(Call call) throws Refused {
        String orgnr = tenant(jft.admit(call));
        Matcher path = PATH.matcher(call.path());
        if (!path.matches()) {
            throw Outcome.violation(404, "not-found", "the ReadAPI has no such address");
        }
        String type = path.group(1);
        if (path.group(3) != null) {
            requireMethod(call, "GET");
            return status(jft.store(orgnr, type).get(path.group(3)));
        }
        requireMethod(call, path.group(2) == null ? "GET" : "POST");
        return search.answer(call, orgnr, type, form(call));
    }

    @Override
    public void inspect(Call call) throws Refused {
        jft.admit(call);
    }

    static String tenant(AccessToken caller) {
        Organisation organisation = caller.organisation();
        if (organisation == null) {
            throw new IllegalStateException("The door lets nobody in without orgnr_parent");
        }
        return organisation.parent();
    }

    static void requireMethod(Call call, String method) throws Refused {
        if (!call.method().equals(method)) {
            throw Outcome.violation(405, "not-supported", "this address takes " + method);
        }
    }

    private static Form form(Call call) throws Refused {
        boolean post = call.method().equals("POST");
        if (post && !call.mediaType().equals(Form.MEDIA_TYPE)) {
            throw Outcome.violation(415, "not-supported", "_search takes " + Form.MEDIA_TYPE);
        }
        if (post && !call.query().isEmpty()) {
            throw Outcome.violation(400, "invalid", "_search takes its parameters in the body");
        }
        try {
            return Form.parse(post ? call.text() : call.query());
        } catch (IllegalArgumentException e) {
            throw Outcome.violation(400, "invalid", "the parameters are not form-encoded");
        }
    }

    /** Plain JSON, with Norway's offset as in the API's own example. */
    private Answer status(@Nullable Held event) throws Refused {
        if (event == null) {
            throw Outcome.blameless(404, "not-found", "there is no such event");
        }
        EventState state = event.state();
        Instant registered = state.submitted().isAfter(jft.now()) ? null : state.submitted();
        var body = JsonMapper.shared().createObjectNode();
        body.put("registered", format(registered));
        body.put("read", format(state.read()));
        body.put(jft.behaviour().journaledField(), format(jft.isJournaled(state) ? state.acknowledged() : null));
        body.put("failed", jft.behaviour().processingFailure());
        return Answer.json(200, body.toString());
    }

    private static @Nullable String format(@Nullable Instant time) {
        return time == null
                ? null
                : DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                        time.truncatedTo(ChronoUnit.SECONDS).atZone(ZoneId.of("Europe/Oslo")));
    }
}
