package no.ajour.helseid;

import java.util.Map;
import no.ajour.tenant.Tenant;
import org.jspecify.annotations.Nullable;

/**
 * Which organisation a token is for, as HelseID wants it inside the client assertion (HelseID: Organisasjonsnumre, and
 * its client libraries). A single-tenant client names its child organisation or nothing.
 */
final class AssertionDetails {
    private static final String MULTI_TENANT_SYSTEM = "urn:oid:1.0.6523";

    private final Tenancy tenancy;
    private final String singleTenantChildSystem;

    AssertionDetails(HelseIdSettings settings) {
        this.tenancy = settings.tenancy();
        this.singleTenantChildSystem = settings.singleTenantChildSystem();
    }

    /** The claim's value, or null if there is nothing to say. */
    @Nullable
    Map<String, Object> of(Tenant tenant) {
        String child = tenant.childOrgnr();
        return switch (tenancy) {
            case MULTI ->
                authorization(MULTI_TENANT_SYSTEM, "NO:ORGNR:" + tenant.orgnr() + (child == null ? "" : ":" + child));
            case SINGLE -> child == null ? null : authorization(singleTenantChildSystem, child);
        };
    }

    private static Map<String, Object> authorization(String system, String value) {
        var identifier = Map.of("system", system, "type", "ENH", "value", value);
        return Map.of(
                "type",
                "helseid_authorization",
                "practitioner_role",
                Map.of("organization", Map.of("identifier", identifier)));
    }
}
