package no.ajour.sandbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** PHR's searches (MHD, ITI-67), documents (ITI-68) and pings, as strict as they are documented. */
final class PhrApi implements Api {
    private static final Set<String> BASES =
            Set.of("UNNTAK", "SAMTYKKE", "FORHOYET_SAMTYKKE", "AKUTT", "FORHOYET_AKUTT");
    private static final Set<String> PARAMETERS = Set.of(
            "patient.identifier",
            "status",
            "author.given",
            "author.family",
            "category",
            "creation",
            "date",
            "event",
            "facility",
            "format",
            "identifier",
            "period",
            "related",
            "security-label",
            "setting",
            "type",
            "_count",
            "_page",
            "_sort");
    private static final String ACCEPT = "application/fhir+json; fhirVersion=4.0";

    /** An answer that is kept for its pages. */
    private record Kept(Instant made, List<PhrDocument> documents) {}

    /** Where a link leads. */
    private record Opaque(Instant made, Form form, int page) {}

    private final String base;
    private final PhrSandbox phr;
    private final DpopDoor door;
    private final Book book;
    private final Map<String, Kept> cache = new ConcurrentHashMap<>();
    private final Map<String, Opaque> links = new ConcurrentHashMap<>();
    private final Map<String, String> eventIds = new ConcurrentHashMap<>();

    PhrApi(String base, PhrSandbox phr, DpopDoor door, Book book) {
        this.base = base;
        this.phr = phr;
        this.door = door;
        this.book = book;
    }

    @Override
    public Answer handle(Call call) throws Refused {
        if (call.path().equals("/ping")) {
            requireMethod(call, "GET");
            if (call.header("Authorization") != null) {
                throw Outcome.violation(400, "invalid", "ping takes no token");
            }
            return Answer.of(200, Map.of("Content-Type", "text/plain"), "pong");
        }
        return switch (call.path()) {
            case "/pingauth" -> {
                requireMethod(call, "GET");
                admit(call, PhrSandbox.DOCUMENT_SCOPE);
                yield Answer.of(200, Map.of("Content-Type", "text/plain"), "pong");
            }
            case "/R4/fhir/DocumentReference", "/R4/fhir/DocumentReference/_search" -> {
                if (!call.method().equals("POST") || !call.path().endsWith("/_search")) {
                    throw Outcome.violation(405, "not-supported", "due to security restrictions, only POST _search");
                }
                yield search(call, searcher(call), form(call));
            }
            case "/R4/fhir/page" -> {
                requireMethod(call, "GET");
                yield opaque(call);
            }
            case "/mhd/document" -> {
                requireMethod(call, "GET");
                yield document(call);
            }
            default -> throw Outcome.violation(404, "not-found", "PHR has no such address");
        };
    }

    @Override
    public void inspect(Call call) throws Refused {
        if (call.path().equals("/mhd/document") || call.path().equals("/pingauth")) {
            admit(call, PhrSandbox.DOCUMENT_SCOPE);
        } else if (!call.path().equals("/ping")) {
            searcher(call);
        }
    }

    private String admit(Call call, String scope) throws Refused {
        AccessToken caller = door.admit(call, PhrSandbox.AUDIENCE, scope);
        requirePerson(caller);
        return JftReadApi.tenant(caller);
    }

    private void requirePerson(AccessToken caller) throws Refused {
        if (caller.user() == null && !phr.acceptsSystemTokens()) {
            throw Outcome.violation(403, "forbidden", "the token is no person's");
        }
    }

    // Exactly one of the two scopes, and the access basis that goes with it.
    private String searcher(Call call) throws Refused {
        AccessToken caller = door.admit(call, PhrSandbox.AUDIENCE);
        requirePerson(caller);
        boolean byRegulation = caller.scopes().contains(PhrSandbox.REGULATION_SCOPE);
        if (byRegulation == caller.scopes().contains(PhrSandbox.SEARCH_SCOPE)) {
            throw Outcome.violation(403, "forbidden", "the token has not exactly one of the scopes of searches");
        }
        String basis = call.header("nhn-access-basis");
        if (byRegulation ? basis == null || !BASES.contains(basis) : basis != null) {
            throw Outcome.violation(400, "invalid", "nhn-access-basis does not go with the scope");
        }
        if (!ACCEPT.equals(call.header("Accept"))) {
            throw Outcome.violation(406, "not-supported", "Accept must be " + ACCEPT);
        }
        requireSystem(call);
        return JftReadApi.tenant(caller);
    }

    private static void requireSystem(Call call) throws Refused {
        String system = call.header("nhn-source-system");
        if (system == null || system.isBlank()) {
            throw Outcome.violation(400, "required", "nhn-source-system is missing");
        }
    }

    private void requireNewEventId(Call call) throws Refused {
        String id = call.header("nhn-event-id");
        // Optional; one that is given tells requests apart, and a request that is sent again is the same one.
        String request = call.path() + '?' + call.query() + call.text();
        if (id != null && !eventIds.computeIfAbsent(id, key -> request).equals(request)) {
            throw Outcome.violation(400, "duplicate", "nhn-event-id was used before");
        }
    }

    private static Form form(Call call) throws Refused {
        if (!call.mediaType().equals(Form.MEDIA_TYPE) || !call.query().isEmpty()) {
            throw Outcome.violation(415, "not-supported", "_search takes its parameters in a form");
        }
        return parsed(call.text());
    }

    private static Form parsed(String text) throws Refused {
        try {
            return Form.parse(text);
        } catch (IllegalArgumentException e) {
            throw Outcome.violation(400, "invalid", "the parameters are not form-encoded");
        }
    }

    private Answer search(Call call, String tenant, Form form) throws Refused {
        String fnr = form.one("patient.identifier");
        String status = form.one("status");
        if (fnr == null || !fnr.matches("\\d{11}") || status == null) {
            throw Outcome.violation(400, "required", "patient.identifier, a bare number, and status are required");
        }
        if (!PARAMETERS.containsAll(form.names())) {
            throw Outcome.violation(400, "not-supported", "a parameter is not documented");
        }
        book.documentsAsked(new Book.DocumentsAsked(
                call.time(),
                tenant,
                fnr,
                form.names(),
                form.one("_page"),
                String.valueOf(call.header("nhn-source-system")),
                call.header("nhn-access-basis"),
                call.header("nhn-event-id")));
        requireNewEventId(call);
        Integer refusal = phr.refusal(fnr);
        if (refusal != null) {
            throw Outcome.blameless(refusal, "forbidden", "refused as told");
        }
        return page(call, form, fnr, number(form.one("_page"), 1));
    }

    private static int number(@Nullable String text, int otherwise) throws Refused {
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("[1-9][0-9]{0,5}")) {
            throw Outcome.violation(400, "invalid", "_page and _count are numbers from 1");
        }
        return Integer.parseInt(text);
    }

    // The number is not in the URL here, so that only PHR knows where it leads.
    private Answer opaque(Call call) throws Refused {
        searcher(call);
        requireNewEventId(call);
        String id = parsed(call.query()).one("id");
        Opaque to = id == null ? null : links.get(id);
        if (to == null || to.made().plus(phr.cacheLife()).isBefore(call.time())) {
            throw Outcome.blameless(410, "expired", "the page is gone");
        }
        return page(call, to.form(), String.valueOf(to.form().one("patient.identifier")), to.page());
    }

    private Answer page(Call call, Form form, String fnr, int number) throws Refused {
        int size = Math.min(number(form.one("_count"), 20), phr.largestPage());
        List<PhrDocument> all = kept(call, form, fnr);
        int from = phr.ignoresPage() ? 0 : Math.min((number - 1) * size, all.size());
        var page = all.subList(from, Math.min(from + size, all.size()));
        var bundle = JsonMapper.shared().createObjectNode();
        bundle.put("resourceType", "Bundle").put("type", "searchset");
        if (phr.counts(fnr)) {
            bundle.put("total", all.size());
        }
        var links = bundle.putArray("link");
        links.addObject().put("relation", "self").put("url", base + "/R4/fhir/DocumentReference");
        if (phr.paging() != PhrSandbox.Paging.BY_NUMBER && from + size < all.size()) {
            links.addObject().put("relation", "next").put("url", next(call, form, number + 1));
        }
        var entries = bundle.putArray("entry");
        page.forEach(document -> {
            var entry = entries.addObject();
            entry.set("resource", document.reference(fnr, base, form.one("status")));
            entry.putObject("search").put("mode", "match");
        });
        String severity = phr.outcome(fnr);
        if (severity != null) {
            var entry = entries.addObject();
            entry.putObject("resource")
                    .put("resourceType", "OperationOutcome")
                    .putArray("issue")
                    .addObject()
                    .put("severity", severity)
                    .put("code", "incomplete")
                    .put("diagnostics", "No answer from a community about " + fnr);
            entry.putObject("search").put("mode", "outcome");
        }
        return Answer.of(
                200,
                Map.of(
                        "Content-Type",
                        "application/fhir+json; fhirVersion=4.0",
                        "NHN-SecurityLabel-Nors-Count",
                        Integer.toString(phr.restricted(fnr))),
                bundle.toString());
    }

    private String next(Call call, Form form, int number) {
        if (phr.paging() == PhrSandbox.Paging.OPAQUE_LINKS) {
            String id = UUID.randomUUID().toString();
            links.put(id, new Opaque(call.time(), form, number));
            return base + "/R4/fhir/page?id=" + id;
        }
        var fields = new ArrayList<>(form.fields().stream()
                .filter(field -> !field.name().equals("_page"))
                .toList());
        fields.add(new Form.Field("_page", Integer.toString(number)));
        return base + "/R4/fhir/DocumentReference?" + new Form(List.copyOf(fields)).encoded();
    }

    // The first page makes the answer; the others are of it, as long as it is kept.
    private List<PhrDocument> kept(Call call, Form form, String fnr) {
        String key = form.fields().stream()
                .filter(field -> !field.name().equals("_page"))
                .map(field -> field.name() + "=" + field.value())
                .sorted()
                .collect(Collectors.joining("&"));
        return cache.compute(
                        key,
                        (name, before) -> before != null
                                        && call.time().isBefore(before.made().plus(phr.cacheLife()))
                                ? before
                                : new Kept(call.time(), phr.documents(fnr)))
                .documents();
    }

    private Answer document(Call call) throws Refused {
        String tenant = admit(call, PhrSandbox.DOCUMENT_SCOPE);
        requireSystem(call);
        requireNewEventId(call);
        String fnr = call.header("nhn-patient-nin");
        if (fnr == null || !fnr.matches("\\d{11}")) {
            throw Outcome.violation(400, "required", "nhn-patient-nin is missing");
        }
        Form query = parsed(call.query());
        if (query.encoded().contains(fnr)) {
            throw Outcome.violation(400, "invalid", "the number is in the URL");
        }
        String id = query.one("documentUniqueId");
        var found = phr.documents(fnr).stream()
                .filter(document -> document.uniqueId().equals(id)
                        && document.repository().equals(query.one("repositoryUniqueId"))
                        && document.community().equals(query.one("homeCommunityId")))
                .findFirst();
        int status = found.map(PhrDocument::status).orElse(404);
        book.documentAsked(new Book.DocumentAsked(
                call.time(), tenant, fnr, String.valueOf(id), String.valueOf(call.header("Accept")), status));
        if (found.isEmpty() || status != 200) {
            throw Outcome.blameless(status, "not-found", "the document is not served");
        }
        return Answer.stream(found.get().content())
                .header("Content-Type", found.get().servedType());
    }

    private static void requireMethod(Call call, String method) throws Refused {
        if (!call.method().equals(method)) {
            throw Outcome.violation(405, "not-supported", "this address takes " + method);
        }
    }
}
