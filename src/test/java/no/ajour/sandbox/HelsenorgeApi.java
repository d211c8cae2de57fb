package no.ajour.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Helsenorge's external API: the change list, the bulk check and the older check of one patient. */
final class HelsenorgeApi implements Api {
    private static final String OFFSET = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{5}Z";

    private final HelsenorgeSandbox helsenorge;

    HelsenorgeApi(HelsenorgeSandbox helsenorge) {
        this.helsenorge = helsenorge;
    }

    private enum Method {
        CHANGES("GET", HelsenorgeSandbox.CHANGES_SCOPE),
        CHECK("POST", HelsenorgeSandbox.CHECK_SCOPE),
        AREA("POST", HelsenorgeSandbox.AREA_SCOPE);

        private final String verb;
        private final String scope;

        Method(String verb, String scope) {
            this.verb = verb;
            this.scope = scope;
        }
    }

    @Override
    public Answer handle(Call call) throws Refused {
        Method method = method(call);
        helsenorge.admit(call, method.scope);
        if (!call.method().equals(method.verb)) {
            throw Refused.violation(error(405, "Method not allowed"), "this address takes " + method.verb);
        }
        return switch (method) {
            case CHANGES -> changes(call);
            case CHECK -> check(call);
            case AREA -> area(call);
        };
    }

    @Override
    public void inspect(Call call) throws Refused {
        helsenorge.admit(call, method(call).scope);
    }

    /** The source document and the newer siblings spell the path differently; both are served (helsenorge.md 3.4). */
    private static Method method(Call call) throws Refused {
        return switch (call.path().toLowerCase(Locale.ROOT)) {
            case "/digitaltaktiv/v1/digitaltaktivstatusendringer",
                    "/digitaltaktiv/api/v1/digitaltaktivstatusendringer" -> Method.CHANGES;
            case "/digitaltaktiv/helsenorgeaktivsjekken/v1" -> Method.CHECK;
            case "/digitaltaktiv/v1/digitaltaktivomraade" -> Method.AREA;
            default -> throw Refused.violation(error(404, "Not found"), "Helsenorge has no such address");
        };
    }

    private Answer changes(Call call) throws Refused {
        String offset;
        try {
            Form form = Form.parse(call.query());
            if (!java.util.Set.of("offset").containsAll(form.names())
                    || form.all("offset").size() > 1) {
                throw invalid("the only parameter is offset, given once");
            }
            offset = form.one("offset");
        } catch (IllegalArgumentException e) {
            throw invalid("the query is not form-encoded");
        }
        if (offset != null && offset.isEmpty()) {
            offset = null;
        }
        if (offset != null && !offset.matches(OFFSET)) {
            throw invalid("offset is not yyyy-MM-ddTHH:mm:ss.00000Z");
        }
        return ChangeListAnswer.of(helsenorge, call.time(), offset);
    }

    private Answer check(Call call) throws Refused {
        JsonNode body = body(call);
        JsonNode list = body.path("fnrListe");
        if (!list.isArray() || list.isEmpty() || !onlyStrings(list)) {
            throw invalid("fnrListe is no list of strings");
        }
        List<String> numbers = new ArrayList<>(list.size());
        list.forEach(number -> numbers.add(number.stringValue()));
        helsenorge.book().asked(new Book.Asked(call.time(), String.valueOf(call.clientId()), List.copyOf(numbers)));
        if (numbers.size() > HelsenorgeSandbox.MOST_NUMBERS) {
            throw invalid("fnrListe has more than " + HelsenorgeSandbox.MOST_NUMBERS + " numbers");
        }
        if (!helsenorge.requestForm().isArea(body.path("omraade"))) {
            throw invalid("omraade is not of form " + helsenorge.requestForm());
        }
        if (helsenorge.isAllRefusedForOne() && !numbers.stream().allMatch(helsenorge::isValid)) {
            throw Refused.blameless(error(400, "Validation failed"), "fnrListe has an invalid number");
        }
        return Answer.json(200, statuses(numbers));
    }

    /** Unknown and invalid numbers are missing. */
    private String statuses(List<String> numbers) {
        StringBuilder text = new StringBuilder("{\"erAktivListe\":{");
        String before = "";
        for (String number : new java.util.LinkedHashSet<>(numbers)) {
            Citizen citizen = helsenorge.isValid(number) ? helsenorge.citizen(number) : null;
            if (citizen != null) {
                text.append(before).append('"').append(number).append("\":");
                text.append(helsenorge.answerForm().json(citizen));
                before = ",";
            }
        }
        return text.append("}}").toString();
    }

    /** Its answer is not published; the names are those of the bulk check. */
    private Answer area(Call call) throws Refused {
        JsonNode body = body(call);
        if (!body.path("fnr").isString()) {
            throw invalid("fnr is no string");
        }
        String fnr = body.path("fnr").stringValue();
        helsenorge.book().asked(new Book.Asked(call.time(), String.valueOf(call.clientId()), List.of(fnr)));
        if (!WireForm.A.isArea(body.path("omraade"))) {
            throw invalid("omraade is neither 3 nor 6");
        }
        if (!helsenorge.isValid(fnr)) {
            throw Refused.blameless(error(400, "Validation failed"), "fnr is invalid");
        }
        Citizen citizen = helsenorge.citizen(fnr);
        if (citizen == null) {
            throw Refused.blameless(error(404, "Not found"), "the citizen is unknown");
        }
        return Answer.json(200, helsenorge.answerForm().json(citizen));
    }

    private static JsonNode body(Call call) throws Refused {
        if (!call.mediaType().equals("application/json")) {
            throw Refused.violation(error(415, "Unsupported media type"), "the body must be application/json");
        }
        try {
            return JsonMapper.shared().readTree(call.text());
        } catch (JacksonException e) {
            throw invalid("the body is not JSON");
        }
    }

    private static boolean onlyStrings(JsonNode list) {
        return list.valueStream().allMatch(JsonNode::isString);
    }

    private static Refused invalid(String text) {
        return Refused.violation(error(400, "Validation failed"), text);
    }

    private static Answer error(int status, String message) {
        return BearerDoor.error(status, "DA-" + status, message);
    }
}
