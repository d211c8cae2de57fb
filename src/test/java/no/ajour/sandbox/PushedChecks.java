package no.ajour.sandbox;

import java.net.URI;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import no.ajour.sandbox.ClientAssertions.Authenticated;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a pushed authorization request must be: RFC 9126, PKCE with S256 (RFC 7636), loopback redirects (RFC 8252). */
final class PushedChecks {
    /** Open to every client. */
    static final Set<String> IDENTITY_SCOPES = Set.of("openid", "profile", "offline_access");

    private static final String REDIRECT = "http://(127\\.0\\.0\\.1|localhost):[1-9]\\d*/callback";

    private PushedChecks() {}

    static PushedRequest read(Form form, Authenticated authenticated, Instant now) throws Refused {
        HelseIdClient client = authenticated.client();
        require(authenticated.details() == null, "HID-1009 the organisation is passed in the assertion in code flow");
        require("code".equals(form.one("response_type")), "response_type is not code");
        require(form.one("request_uri") == null, "request_uri is not for this end point");
        String redirect = present(form, "redirect_uri");
        require(redirect.matches(REDIRECT), "redirect_uri is not one that is registered");
        Set<String> scopes = Set.copyOf(List.of(present(form, "scope").split(" +")));
        require(scopes.contains("openid"), "scope has no openid");
        Set<String> ofApis = scopes.stream()
                .filter(scope -> !IDENTITY_SCOPES.contains(scope))
                .collect(Collectors.toUnmodifiableSet());
        if (!client.scopes().containsAll(ofApis)) {
            throw OAuthError.blameless("invalid_scope", "a scope is not allowed for this client");
        }
        List<String> resources = form.all("resource");
        require(new HashSet<>(resources).size() == resources.size(), "a resource is named twice");
        if (!resources.isEmpty()) {
            Set<String> audiences =
                    ofApis.stream().map(HelseIdSandbox::audience).collect(Collectors.toSet());
            require(audiences.equals(Set.copyOf(resources)), "the resources are not those of the scopes");
        }
        require("S256".equals(form.one("code_challenge_method")), "code_challenge_method is not S256");
        String challenge = present(form, "code_challenge");
        require(challenge.matches("[A-Za-z0-9_-]{43}"), "code_challenge is no SHA-256 in base64url");
        String state = present(form, "state");
        String nonce = present(form, "nonce");
        require(state.length() >= 22 && nonce.length() >= 22, "state or nonce can be guessed");
        return new PushedRequest(
                client,
                scopes,
                resources,
                URI.create(redirect),
                state,
                nonce,
                challenge,
                form.one("dpop_jkt"),
                details(form.one("authorization_details")),
                now);
    }

    /** RFC 9396 section 2: an array of objects with a type. */
    private static @Nullable Object details(@Nullable String text) throws Refused {
        if (text == null) {
            return null;
        }
        try {
            JsonNode json = JsonMapper.shared().readTree(text);
            require(json.isArray() && !json.isEmpty(), "authorization_details is no array");
            for (JsonNode each : json) {
                require(each.path("type").isString(), "one of authorization_details has no type");
            }
            return JsonMapper.shared().treeToValue(json, Object.class);
        } catch (JacksonException e) {
            throw OAuthError.violation("invalid_authorization_details", "authorization_details is no JSON");
        }
    }

    private static String present(Form form, String name) throws Refused {
        String value = form.one(name);
        if (value == null || value.isBlank()) {
            throw OAuthError.violation("invalid_request", name + " is missing");
        }
        return value;
    }

    private static void require(boolean holds, String otherwise) throws Refused {
        if (!holds) {
            throw OAuthError.violation("invalid_request", otherwise);
        }
    }
}
