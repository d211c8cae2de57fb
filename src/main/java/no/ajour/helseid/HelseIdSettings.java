package no.ajour.helseid;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import no.ajour.failure.WrongInstallation;
import no.ajour.http.Limits;
import no.ajour.http.SecureUrl;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * This installation's client at HelseID. Issuer, client id and key file may be missing as long as no token is asked for,
 * since not every command needs one.
 *
 * @param issuer {@code https://helseid-sts.nhn.no} in production, {@code https://helseid-sts.test.nhn.no} in test
 * @param clientId as shown in HelseID Selvbetjening
 * @param keyFile the client's private key, one JWK
 * @param tenancy how the client is registered. The default is the safe one: HelseID refuses a single-tenant client that
 *     names an organisation, while a multi-tenant client that names none gets tokens for the wrong one
 * @param assertionLife from {@code iat} to {@code exp} of a client assertion, at most 60 s
 * @param assertionDetailsClaim name of the claim that holds the organisation numbers; {@code authorization_details} in
 *     older documentation
 * @param singleTenantChildSystem identifier system of a single-tenant client's child organisation, which differs
 *     between HelseID's own samples
 * @param dpopKey whose key signs DPoP proofs
 * @param renewalMargin a token is renewed this long before it expires, but never before half its life
 * @param metadataLife how long HelseID's metadata are held
 * @param clockSkewWarning a difference between the clocks larger than this is warned of
 * @param http time limits and retries of calls to HelseID
 */
@ConfigurationProperties("ajour.helseid")
public record HelseIdSettings(
        @Nullable URI issuer,
        @Nullable String clientId,
        @Nullable Path keyFile,
        @DefaultValue("MULTI") Tenancy tenancy,
        @DefaultValue("10s") Duration assertionLife,
        @DefaultValue("assertion_details") String assertionDetailsClaim,
        @DefaultValue("urn:oid:2.16.578.1.12.4.1.4.101") String singleTenantChildSystem,
        @DefaultValue("PROCESS") DpopKey dpopKey,
        @DefaultValue("10s") Duration renewalMargin,
        @DefaultValue("24h") Duration metadataLife,
        @DefaultValue("3s") Duration clockSkewWarning,
        @DefaultValue Limits http) {

    /** Whose key signs DPoP proofs. */
    public enum DpopKey {
        /** A key of this process alone, never written anywhere: the registered key is shown to HelseID only. */
        PROCESS,
        /** The client's registered key. */
        CLIENT
    }

    public HelseIdSettings {
        if (issuer != null && !issuer.toString().isBlank()) {
            SecureUrl.require("ajour.helseid.issuer", issuer);
        }
        if (assertionLife.toSeconds() < 1 || assertionLife.toSeconds() > 60) {
            throw new IllegalArgumentException("ajour.helseid.assertion-life must be from 1s to 60s, such as 10s");
        }
        if (renewalMargin.isNegative()) {
            throw new IllegalArgumentException("ajour.helseid.renewal-margin must not be negative");
        }
        if (!metadataLife.isPositive()) {
            throw new IllegalArgumentException("ajour.helseid.metadata-life must be longer than nothing, such as 24h");
        }
        if (!clockSkewWarning.isPositive()) {
            throw new IllegalArgumentException(
                    "ajour.helseid.clock-skew-warning must be longer than nothing, such as 3s");
        }
    }

    /** The same with other time limits and retries. */
    HelseIdSettings within(Limits limits) {
        return new HelseIdSettings(
                issuer,
                clientId,
                keyFile,
                tenancy,
                assertionLife,
                assertionDetailsClaim,
                singleTenantChildSystem,
                dpopKey,
                renewalMargin,
                metadataLife,
                clockSkewWarning,
                limits);
    }

    /** The issuer as configured. Which one is meant is HelseID's to say: assertions use that of its metadata. */
    String requiredIssuer() {
        return required("issuer", issuer, "https://helseid-sts.nhn.no, or https://helseid-sts.test.nhn.no for test");
    }

    String requiredClientId() {
        return required("client-id", clientId, "the client id shown in HelseID Selvbetjening");
    }

    Path requiredKeyFile() {
        return Path.of(required("key-file", keyFile, "the file with the client's private key, a JWK"));
    }

    private static String required(String property, @Nullable Object value, String fix) {
        if (value == null || value.toString().isBlank()) {
            throw new WrongInstallation("ajour.helseid." + property + " is not set; set it to " + fix);
        }
        return value.toString();
    }
}
