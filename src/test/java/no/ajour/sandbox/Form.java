package no.ajour.sandbox;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Name and value pairs of a query string or an {@code application/x-www-form-urlencoded} body, in order. */
record Form(List<Field> fields) {
    static final String MEDIA_TYPE = "application/x-www-form-urlencoded";

    record Field(String name, String value) {}

    /**
     * Decodes a query or a body.
     *
     * @throws IllegalArgumentException for a broken percent-encoding; the message may quote the value
     */
    static Form parse(String encoded) {
        List<Field> fields = new ArrayList<>();
        for (String pair : encoded.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                fields.add(new Field(
                        decode(equals < 0 ? pair : pair.substring(0, equals)),
                        equals < 0 ? "" : decode(pair.substring(equals + 1))));
            }
        }
        return new Form(List.copyOf(fields));
    }

    Set<String> names() {
        return fields.stream().map(Field::name).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    List<String> all(String name) {
        return fields.stream()
                .filter(field -> field.name().equals(name))
                .map(Field::value)
                .toList();
    }

    /** The only value, or null when the name is absent or repeated. */
    @Nullable
    String one(String name) {
        List<String> values = all(name);
        return values.size() == 1 ? values.getFirst() : null;
    }

    /**
     * The form of a call to HelseID.
     *
     * @param repeatable name of the parameter that may be given more than once; empty for none
     */
    static Form of(Call call, String repeatable) throws Refused {
        if (!call.mediaType().equals(MEDIA_TYPE)) {
            throw OAuthError.violation("invalid_request", "the body must be " + MEDIA_TYPE);
        }
        Form form;
        try {
            form = parse(call.text());
        } catch (IllegalArgumentException e) {
            throw OAuthError.violation("invalid_request", "the body is not form-encoded");
        }
        for (String name : form.names()) {
            if (!name.equals(repeatable) && form.all(name).size() > 1) {
                throw OAuthError.violation("invalid_request", "a parameter is given twice");
            }
        }
        return form;
    }

    String encoded() {
        return fields.stream()
                .map(field -> encode(field.name()) + "=" + encode(field.value()))
                .collect(Collectors.joining("&"));
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
