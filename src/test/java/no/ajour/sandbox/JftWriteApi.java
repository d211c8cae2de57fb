package no.ajour.sandbox;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import no.ajour.sandbox.EventStore.Held;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** JFT's WriteAPI: submissions and journaling acknowledgements, both answered 202 before they take effect. */
final class JftWriteApi implements Api {
    private static final Pattern PATH =
            Pattern.compile("/v1/(Bundle|Composition|MedicationDispense)(?:/([^/]+)/\\$journaling-acknowledged)?");

    private final JftSandbox jft;

    JftWriteApi(JftSandbox jft) {
        this.jft = jft;
    }

    @Override
    public Answer handle(Call call) throws Refused {
        AccessToken caller = jft.admit(call);
        Matcher path = PATH.matcher(call.path());
        if (!path.matches()) {
            throw Outcome.violation(404, "not-found", "the WriteAPI has no such address");
        }
        JftReadApi.requireMethod(call, "POST");
        return path.group(2) == null
                ? submit(call, caller, path.group(1))
                : acknowledge(call, caller, path.group(1), path.group(2));
    }

    @Override
    public void inspect(Call call) throws Refused {
        jft.admit(call);
    }

    private Answer submit(Call call, AccessToken caller, String type) throws Refused {
        if (!call.mediaType().equals("application/json") && !call.mediaType().equals("application/fhir+json")) {
            throw Outcome.violation(415, "not-supported", "a submission is application/json");
        }
        if (call.size() > jft.behaviour().largestSubmission()) {
            throw Outcome.blameless(413, "too-long", "the submission is too large");
        }
        String named = source(call);
        if (named != null && !named.matches("[\\x20-\\x7e]{1,200}")) {
            throw Outcome.violation(400, "invalid", "nhn-source-system is no printable ASCII");
        }
        ObjectNode resource = new SubmissionCheck(jft.behaviour()).read(type, call.text());
        resource.remove("id");
        String orgnr = JftReadApi.tenant(caller);
        String id = jft.submit(orgnr, resource, caller.clientId(), named);
        jft.book()
                .submission(new Book.Submission(
                        call.time(), orgnr, caller.clientId(), type, id, named, identifiers(resource)));
        return accepted(type, id);
    }

    private Answer acknowledge(Call call, AccessToken caller, String type, String id) throws Refused {
        String orgnr = JftReadApi.tenant(caller);
        Held event = jft.store(orgnr, type).get(id);
        if (event == null) {
            throw Outcome.blameless(404, "not-found", "there is no such event");
        }
        if (event.state().acknowledged() != null && jft.behaviour().isRepeatedAcknowledgementRefused()) {
            throw Outcome.blameless(409, "duplicate", "the event has been acknowledged before");
        }
        jft.acknowledge(orgnr, type, id);
        jft.book().acknowledgement(new Book.Acknowledgement(call.time(), orgnr, caller.clientId(), type, id));
        return accepted(type, id);
    }

    private Answer accepted(String type, String id) {
        String location = jft.behaviour().location(jft.statusUrl(type, id));
        return location.isEmpty() ? Answer.empty(202) : Answer.empty(202).header("Location", location);
    }

    private static @Nullable String source(Call call) {
        return call.header("nhn-source-system");
    }

    private static List<String> identifiers(ObjectNode resource) {
        JsonNode given = resource.path("identifier");
        return (given.isArray() ? List.copyOf(given.values()) : List.of(given))
                .stream()
                        .filter(JsonNode::isObject)
                        .map(identifier -> identifier.path("system").asString("") + "|"
                                + identifier.path("value").asString(""))
                        .toList();
    }
}
