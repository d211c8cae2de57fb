package no.ajour.helseid;

import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import no.ajour.http.ApiError;

/** Says what a refusal at the token endpoint means and what to do (HelseID: Feilmeldinger). */
final class Refusal {
    private static final Pattern ORGANISATION_ERROR = Pattern.compile("HID-?(1\\d{3})");

    private static final Map<String, String> ORGANISATION_ERRORS = Map.ofEntries(
            Map.entry(
                    "1001",
                    "the tenant's orgnr is not among those that the client may act for: add it in Selvbetjening"),
            Map.entry("1002", "the tenant's child-orgnr is not among those allowed: add it, or remove child-orgnr"),
            Map.entry("1003", "the tenant's orgnr has a list of allowed sub-entities without its child-orgnr: add it"),
            Map.entry("1004", "an organisation number is not nine digits: correct ajour.tenants"),
            Map.entry("1005", "the client may not name an organisation: set ajour.helseid.tenancy to single"),
            Map.entry("1006", "the client may not name a sub-entity: remove child-orgnr from ajour.tenants"),
            Map.entry(
                    "1007",
                    "the structure with the organisation numbers was not understood:"
                            + " check ajour.helseid.tenancy and ajour.helseid.assertion-details-claim"),
            Map.entry("1008", "the client is registered with a shared secret: register the public key instead"),
            Map.entry(
                    "1009",
                    "the client is registered for user login: use one for machine-to-machine, or let people log in"
                            + " (ajour.apis.NAME.user)"),
            Map.entry(
                    "1010",
                    "the client's registration does not support organisation numbers: check ajour.helseid.tenancy"));

    private Refusal() {}

    /** @param remark on the clocks, or empty */
    static TokenRefused of(TokenOrder order, int status, ApiError error, String remark) {
        String code = Objects.requireNonNullElse(error.code(), "");
        String said = error.phrase().isEmpty() ? "" : " (" + error.phrase() + ")";
        Matcher organisation = ORGANISATION_ERROR.matcher(error.phrase());
        String known = organisation.find() ? ORGANISATION_ERRORS.get(organisation.group(1)) : null;
        String advice = known == null ? advice(order, status, code) : known;
        return new TokenRefused(order, "was refused with " + status + said, advice + remark);
    }

    private static String advice(TokenOrder order, int status, String code) {
        String settings = "ajour.apis." + order.api();
        return switch (code) {
            case "invalid_client" ->
                "check that ajour.helseid.client-id and the public key of ajour.helseid.key-file are registered together"
                        + " in HelseID Selvbetjening, and this machine's clock";
            case "invalid_scope" ->
                "ask for access to the API in HelseID Selvbetjening, or correct %s.scope".formatted(settings);
            case "invalid_target" -> "correct %s.audience, or remove it".formatted(settings);
            case "unauthorized_client", "unsupported_grant_type" ->
                order.user()
                        ? "the client must be registered for user login with refresh tokens (offline_access)"
                        : "the client must be registered for client credentials (machine-to-machine)";
            case "use_dpop_nonce", "invalid_dpop_proof" ->
                "the client must use DPoP correctly: check %s.scheme and this machine's clock".formatted(settings);
            default ->
                status >= 300 && status < 400
                        ? "redirects are not followed: correct ajour.helseid.issuer"
                        : "check the client's registration in HelseID Selvbetjening, and for " + order.tenant()
                                + " the delegation in Altinn";
        };
    }
}
