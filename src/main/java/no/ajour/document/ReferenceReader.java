package no.ajour.document;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.ajour.document.EntryRead.Found;
import no.ajour.document.EntryRead.Unreadable;
import no.ajour.document.EntryRead.Warning;
import no.ajour.fhir.Json;
import no.ajour.fhir.SearchEntry;
import no.ajour.fhir.Storable;
import no.ajour.http.Links;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads an entry of PHR's answer. A consumer of MHD is to be robust to references that are not as the profile wants them, so
 * nothing is required but something to know the document by.
 */
final class ReferenceReader {
    private static final int LARGEST = 2 << 20;
    // In bytes: the three of them together are a key of an index, which has room for 2,704 (PostgreSQL manual, 64.1).
    private static final int LONGEST_ID = 500;
    private static final String OID = "urn:oid:";
    private static final Pattern ISSUE_CODE = Pattern.compile("[a-z-]{1,40}");

    private ReferenceReader() {}

    static EntryRead read(SearchEntry entry) {
        if (!entry.hasResource()) {
            return new Unreadable("has no resource, or more than one");
        }
        if (entry.json().length > LARGEST) {
            return new Unreadable("is larger than 2 MB");
        }
        String text;
        JsonNode json;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(entry.json()))
                    .toString();
            json = Json.RESOURCE.readTree(text);
        } catch (CharacterCodingException | JacksonException | NumberFormatException e) {
            // Without its message, which quotes what it read.
            return new Unreadable("cannot be read as JSON in UTF-8");
        }
        return switch (json.path("resourceType").stringValue("")) {
            case "OperationOutcome" -> warning(json);
            case "DocumentReference" -> reference(json, text);
            default -> new Unreadable("is no DocumentReference");
        };
    }

    // Information is for somebody who looks, such as that a parameter was left alone.
    private static Warning warning(JsonNode outcome) {
        var issues = outcome.path("issue").values();
        boolean partial = issues.stream()
                .map(issue -> issue.path("severity").stringValue(""))
                .anyMatch(severity -> !severity.equals("information"));
        return new Warning(
                issues.stream()
                        .map(issue -> issue.path("code").stringValue(""))
                        .filter(code -> ISSUE_CODE.matcher(code).matches())
                        .distinct()
                        .limit(10)
                        .collect(Collectors.joining(",")),
                partial);
    }

    private static EntryRead reference(JsonNode json, String text) {
        var objection = Storable.objection(json, text);
        if (objection != null) {
            return new Unreadable("has " + objection);
        }
        var attachment = json.path("content").path(0).path("attachment");
        var address = attachment.path("url").stringValue("");
        var url = Links.parse(address);
        var document = documentId(json, url);
        if (document == null) {
            return new Unreadable("has no identifier");
        }
        var key = new Reference.Key(document, parameter(url, "repositoryUniqueId"), parameter(url, "homeCommunityId"));
        if (Stream.of(key.document(), key.repository(), key.community())
                .anyMatch(id -> id.getBytes(StandardCharsets.UTF_8).length > LONGEST_ID)) {
            return new Unreadable("has an identifier longer than " + LONGEST_ID + " bytes");
        }
        return new Found(new Reference(
                key,
                time(json.path("date")),
                time(json.path("meta").path("lastUpdated")),
                Attachment.size(attachment.path("size")),
                Attachment.hash(attachment.path("hash").stringValue("")),
                text));
    }

    // MHD has the unique id in masterIdentifier, and ids of the entry, which are new with each version, in identifier.
    private static @Nullable String documentId(JsonNode json, @Nullable HttpUrl url) {
        return Stream.of(
                        json.path("masterIdentifier").path("value").stringValue(""),
                        parameter(url, "documentUniqueId"),
                        json.path("identifier").path(0).path("value").stringValue(""),
                        json.path("id").stringValue(""))
                .map(id -> id.startsWith(OID) ? id.substring(OID.length()) : id)
                .filter(id -> !id.isBlank())
                .findFirst()
                .orElse(null);
    }

    private static String parameter(@Nullable HttpUrl url, String name) {
        if (url == null) {
            return "";
        }
        return url.queryParameterNames().stream()
                .filter(name::equalsIgnoreCase)
                .map(url::queryParameter)
                .filter(Objects::nonNull)
                // The URL is read apart from the text that it stands in.
                .filter(value -> value.indexOf('\0') < 0)
                .findFirst()
                .orElse("");
    }

    private static @Nullable Instant time(JsonNode node) {
        try {
            return Storable.time(node.stringValue("")).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
