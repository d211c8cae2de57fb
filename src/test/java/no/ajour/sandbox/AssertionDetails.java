package no.ajour.sandbox;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads whom a client acts for out of {@code assertion_details} (helseid.md 1.6). */
final class AssertionDetails {
    private static final String MULTI_TENANT = "urn:oid:1.0.6523";
    private static final String SINGLE_TENANT = "urn:oid:2.16.578.1.12.4.1.4.101";
    private static final Pattern PARENT_AND_CHILD = Pattern.compile("NO:ORGNR:([^:]*)(?::([^:]*))?");

    private AssertionDetails() {}

    /**
     * Reads the claim, and checks what it names against the client's registration.
     *
     * @param details the claim as parsed JSON: an object, a list of objects, or null when there is none
     * @return null for a multi-tenant client that named no organisation
     */
    static @Nullable Organisation read(@Nullable Object details, HelseIdClient client) throws Refused {
        Map<?, ?> authorization = authorization(details);
        String own = client.multiTenant() ? null : client.orgnrs().iterator().next();
        if (authorization == null) {
            return own == null ? null : new Organisation(own, null);
        }
        Map<?, ?> identifier = object(object(object(authorization, "practitioner_role"), "organization"), "identifier");
        if (!"ENH".equals(identifier.get("type"))) {
            throw malformed("identifier.type is not ENH");
        }
        if (!(identifier.get("value") instanceof String value)) {
            throw malformed("identifier.value is missing");
        }
        Object system = identifier.get("system");
        if (own == null) {
            return multiTenant(system, value, client.orgnrs());
        }
        if (MULTI_TENANT.equals(system)) {
            throw OAuthError.violation("invalid_request", "HID-1005 passing parent is not enabled for this client");
        }
        if (!SINGLE_TENANT.equals(system)) {
            throw malformed("identifier.system is not that of a single-tenant client");
        }
        return new Organisation(own, nineDigits(value));
    }

    private static Organisation multiTenant(@Nullable Object system, String value, Set<String> delegated)
            throws Refused {
        Matcher matcher = PARENT_AND_CHILD.matcher(value);
        if (!MULTI_TENANT.equals(system) || !matcher.matches()) {
            throw malformed("identifier is not NO:ORGNR:parent[:child] in the system of multi-tenant clients");
        }
        String parent = nineDigits(matcher.group(1));
        String child = matcher.group(2);
        if (!delegated.contains(parent)) {
            throw OAuthError.blameless("invalid_request", "HID-1001 parent is not in the whitelist of the client");
        }
        return new Organisation(parent, child == null || child.isEmpty() ? null : nineDigits(child));
    }

    private static @Nullable Map<?, ?> authorization(@Nullable Object details) throws Refused {
        if (details == null) {
            return null;
        }
        List<?> all = details instanceof List<?> list ? list : List.of(details);
        Map<?, ?> found = null;
        for (Object each : all) {
            if (!(each instanceof Map<?, ?> detail) || !(detail.get("type") instanceof String type)) {
                throw malformed("every detail is an object with a type");
            }
            if (type.equals("helseid_authorization")) {
                if (found != null) {
                    throw malformed("there is more than one helseid_authorization");
                }
                found = detail;
            }
        }
        return found;
    }

    private static Map<?, ?> object(Map<?, ?> parent, String name) throws Refused {
        if (parent.get(name) instanceof Map<?, ?> child) {
            return child;
        }
        throw malformed(name + " is missing");
    }

    private static String nineDigits(String orgnr) throws Refused {
        if (!orgnr.matches("\\d{9}")) {
            throw OAuthError.violation("invalid_request", "HID-1004 an organisation number is nine digits");
        }
        return orgnr;
    }

    private static Refused malformed(String how) {
        return OAuthError.violation("invalid_request", "HID-1007 assertion_details is malformed: " + how);
    }
}
