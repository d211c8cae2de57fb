package no.ajour.journal;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import no.ajour.failure.WrongRecord;
import no.ajour.fhir.Json;
import no.ajour.fhir.SearchEntry;
import no.ajour.fhir.Storable;
import no.ajour.journal.EntryRead.Dead;
import no.ajour.journal.EntryRead.Stored;
import no.ajour.journal.EntryRead.Warning;
import no.ajour.run.DeadLetter;
import no.ajour.tenant.Tenant;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;

/** Makes an event of an entry of a searchset, or a dead letter that says why it cannot be one. */
final class EventReader {
    private static final char REPLACEMENT = '\uFFFD';
    private static final Pattern ISSUE_CODE = Pattern.compile("[a-z-]{1,40}");

    private final EventType type;
    private final Tenant tenant;
    private final PatientFinder patients;
    private final long largestResource;

    /** @param largestResource in bytes */
    EventReader(EventType type, Tenant tenant, PatientFinder patients, long largestResource) {
        this.type = type;
        this.tenant = tenant;
        this.patients = patients;
        this.largestResource = largestResource;
    }

    EntryRead read(SearchEntry entry) {
        JsonNode resource = null;
        try {
            if (!entry.hasResource()) {
                throw new WrongRecord(
                        "no-resource", "The entry has no resource, or more than one. Ask NHN what it stands for.");
            }
            var text = text(entry.json());
            resource = tree(entry.json());
            var resourceType = resource.path("resourceType").stringValue("");
            boolean isOutcome = resourceType.equals("OperationOutcome")
                    || ("outcome".equals(entry.mode()) && !resourceType.equals(type.resourceType()));
            return isOutcome ? new Warning(codes(resource), failed(resource)) : new Stored(event(resource, text));
        } catch (WrongRecord wrong) {
            return dead(entry, wrong);
        }
    }

    private Event event(JsonNode resource, String text) {
        requireOwn(resource);
        if (!resource.path("resourceType").stringValue("").equals(type.resourceType())) {
            throw new WrongRecord("wrong-type", "It is not the resource type that was searched for. Ask NHN.");
        }
        var id = resource.path("id").stringValue("");
        if (!RecordName.isId(id)) {
            throw new WrongRecord("no-id", "It has no id that FHIR allows, so nothing can be acknowledged. Ask NHN.");
        }
        var lastUpdated = LastUpdated.parse(MetaTags.lastUpdated(resource));
        if (lastUpdated == null) {
            throw new WrongRecord(
                    "no-last-updated",
                    "It has no meta.lastUpdated that can be read, so its versions" + " cannot be told apart. Ask NHN.");
        }
        var objection = Storable.objection(resource, text);
        if (objection != null) {
            throw new WrongRecord(
                    "not-storable",
                    "It has " + objection + ", which PostgreSQL cannot keep. Ask the"
                            + " submitter to send it without.");
        }
        return new Event(
                type,
                id,
                lastUpdated,
                patients.find(resource),
                MetaTags.origin(resource),
                ContentDigest.of(resource),
                text);
    }

    private void requireOwn(JsonNode resource) {
        for (var orgnr : MetaTags.parentOrgnrs(resource)) {
            if (!orgnr.equals(tenant.orgnr())) {
                throw new WrongRecord(
                        "wrong-tenant",
                        "It belongs to municipality " + orgnr + ", not to " + tenant.orgnr()
                                + ", and was not kept. Tell NHN: JFT gave it to the wrong one.");
            }
        }
    }

    private String text(byte[] json) {
        if (json.length > largestResource) {
            throw new WrongRecord(
                    "too-large",
                    "It has " + json.length + " bytes, more than"
                            + " ajour.jobs.journal-events.largest-resource allows. Raise that if such events are to be kept.");
        }
        var text = new String(json, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : strictly(json);
    }

    // Many times slower, and only needed to tell a replacement character that was sent from one that was put in.
    private static String strictly(byte[] json) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(json))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new WrongRecord("not-storable", "It has bytes that are not UTF-8. Ask NHN.");
        }
    }

    // Without causes: a parser's message quotes what it read.
    private static JsonNode tree(byte[] json) {
        JsonNode tree;
        try {
            tree = Json.RESOURCE.readTree(json);
        } catch (StreamConstraintsException | NumberFormatException e) {
            throw new WrongRecord(
                    "too-deep",
                    "It is nested deeper than " + Json.DEEPEST_RESOURCE
                            + " levels, or has a name or number of absurd length. Ask the submitter.");
        } catch (JacksonException e) {
            throw new WrongRecord("unreadable", "It cannot be read as JSON. Ask NHN.");
        }
        if (!tree.isObject()) {
            throw new WrongRecord("no-resource", "The entry's resource is not an object. Ask NHN.");
        }
        return tree;
    }

    private Dead dead(SearchEntry entry, WrongRecord wrong) {
        var glance = Glance.at(entry.json());
        var id = glance.id();
        var record = id == null ? RecordName.ofEntry(type, entry.json()) : RecordName.of(type, id);
        // Another municipality's event is none of this one's business, and nothing here could replay it.
        var payload =
                wrong.causeCode().equals("wrong-tenant") ? null : new String(entry.json(), StandardCharsets.UTF_8);
        return new Dead(new DeadLetter(
                record, wrong.causeCode(), String.valueOf(wrong.getMessage()), glance.lastUpdated(), payload));
    }

    private static boolean failed(JsonNode outcome) {
        return outcome.path("issue").values().stream()
                .map(issue -> issue.path("severity").stringValue(""))
                .anyMatch(severity -> severity.equals("error") || severity.equals("fatal"));
    }

    private static String codes(JsonNode outcome) {
        return outcome.path("issue").values().stream()
                .map(issue -> issue.path("code").stringValue(""))
                .filter(code -> ISSUE_CODE.matcher(code).matches())
                .distinct()
                .collect(Collectors.joining(","));
    }
}
