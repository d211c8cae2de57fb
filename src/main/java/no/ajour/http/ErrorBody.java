package no.ajour.http;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads an error body by its content, since content types are not to be trusted: FHIR OperationOutcome, problem+json
 * (RFC 9457), OAuth's {@code error} (RFC 6749 section 5.2), Helsenorge's {@code {Code, Message}}, Kjernejournal's {@code {status,
 * utviklermelding}}, or plain text. Of JSON
 * in any other form only the member names are told: it may be a patient's resource.
 */
final class ErrorBody {
    private static final JsonMapper JSON = new JsonMapper();
    // Nothing of it looks at the same text twice, whatever is not closed.
    private static final Pattern TAGS = Pattern.compile("(?is)<(script|style)\\b.*?(?:</\\1>|\\z)|<[^<>]*>");

    private ErrorBody() {}

    static ApiError parse(byte[] body, Charset charset) {
        JsonNode json = json(body);
        if (json == null) {
            String whole = new String(body, charset);
            if (whole.stripLeading().startsWith("{") || whole.stripLeading().startsWith("[")) {
                return new ApiError(null, "JSON that is cut or malformed");
            }
            return new ApiError(null, TAGS.matcher(whole).replaceAll(" "));
        }
        if (!json.isObject()) {
            return new ApiError(null, json.isString() ? json.asString() : "JSON that is not an object");
        }
        return object(json);
    }

    private static ApiError object(JsonNode json) {
        var members = new TreeMap<String, JsonNode>(String.CASE_INSENSITIVE_ORDER);
        json.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        if (text(members, "resourceType").equals("OperationOutcome")) {
            return operationOutcome(json);
        }
        if (!text(members, "error").isEmpty()) {
            return new ApiError(text(members, "error"), text(members, "error_description"));
        }
        if (!text(members, "title").isEmpty() || !text(members, "detail").isEmpty()) {
            return problem(members);
        }
        if (!text(members, "code").isEmpty() || !text(members, "message").isEmpty()) {
            return new ApiError(text(members, "code"), text(members, "message"));
        }
        if (!text(members, "utviklermelding").isEmpty()) {
            return new ApiError(null, text(members, "utviklermelding"));
        }
        return new ApiError(null, "JSON of an unknown form with the members " + String.join(", ", members.keySet()));
    }

    private static ApiError operationOutcome(JsonNode outcome) {
        String code = null;
        var messages = new ArrayList<String>();
        for (JsonNode issue : outcome.path("issue")) {
            JsonNode details = issue.path("details");
            JsonNode coding = details.path("coding").path(0);
            if (code == null) {
                code = text(issue, "code");
            }
            for (String said : new String[] {
                text(issue, "diagnostics"), text(details, "text"), text(coding, "display"), text(coding, "code")
            }) {
                if (!said.isEmpty()) {
                    messages.add(said);
                    break;
                }
            }
        }
        return new ApiError(code, String.join("; ", messages));
    }

    private static ApiError problem(Map<String, JsonNode> members) {
        String type = text(members, "type");
        String title = text(members, "title");
        String detail = text(members, "detail");
        String message = title.isEmpty() || detail.isEmpty() ? title + detail : title + ": " + detail;
        var fields = members.get("errors");
        if (fields != null && fields.isObject()) {
            message += " (" + String.join(", ", fields.propertyNames()) + ")";
        }
        return new ApiError(type.equals("about:blank") ? null : type, message);
    }

    private static String text(Map<String, JsonNode> members, String name) {
        return value(members.get(name));
    }

    private static String text(JsonNode node, String name) {
        return value(node.get(name));
    }

    private static String value(@Nullable JsonNode node) {
        return node == null || !node.isValueNode() || node.isNull() ? "" : node.asString();
    }

    private static @Nullable JsonNode json(byte[] body) {
        try {
            JsonNode tree = JSON.readTree(body);
            return tree.isMissingNode() ? null : tree;
        } catch (JacksonException e) {
            return null;
        }
    }
}
