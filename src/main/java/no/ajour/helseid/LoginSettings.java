package no.ajour.helseid;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How people log in, for the APIs that want a person's token ({@code ajour.apis.NAME.user}).
 *
 * @param scopes asked for besides those of the APIs. Without {@code offline_access} there is no session to keep
 * @param redirectHost in the address that HelseID sends the browser back to. RFC 8252 section 8.3 wants the number; HelseID
 *     compares it with what is registered
 * @param redirectPort 0 for any that is free, as RFC 8252 section 7.3 has it; else the one that is registered
 * @param redirectPath as registered
 * @param waitFor how long the person may take
 * @param attestFile attest of the Tillitsrammeverk, a JSON object or array, given on as it is; null for none
 * @param attestIn where HelseID is given it
 * @param secretFile 32 bytes or more that stored sessions are encrypted by; null for the client's private key
 * @param refreshWithin how long one refresh of a session may take, with its retries
 * @param warnBefore {@code ajour doctor} warns when a session lasts for less
 */
@ConfigurationProperties("ajour.helseid.login")
public record LoginSettings(
        @DefaultValue("openid profile offline_access") String scopes,
        @DefaultValue("127.0.0.1") String redirectHost,
        @DefaultValue("0") int redirectPort,
        @DefaultValue("/callback") String redirectPath,
        @DefaultValue("10m") Duration waitFor,
        @Nullable Path attestFile,
        @DefaultValue("PAR") AttestIn attestIn,
        @Nullable Path secretFile,
        @DefaultValue("60s") Duration refreshWithin,
        @DefaultValue("24h") Duration warnBefore) {

    /** Where HelseID is given the attest. Its documents and its samples differ. */
    public enum AttestIn {
        /** Once, when the person logs in: {@code authorization_details} of the pushed request (RFC 9396). */
        PAR,
        /** With each token, in the client assertion, beside the organisation: as the samples for this API do. */
        ASSERTION
    }

    public LoginSettings {
        if (!redirectHost.equals("127.0.0.1") && !redirectHost.equals("localhost")) {
            throw new IllegalArgumentException(
                    "ajour.helseid.login.redirect-host must be 127.0.0.1 or localhost, whichever is registered");
        }
        if (redirectPort < 0 || redirectPort > 65_535) {
            throw new IllegalArgumentException(
                    "ajour.helseid.login.redirect-port must be from 0 (any that is free) to 65535");
        }
        if (!redirectPath.matches("/[A-Za-z0-9/._~-]*")) {
            throw new IllegalArgumentException(
                    "ajour.helseid.login.redirect-path must be a path such as /callback, without a query");
        }
        if (waitFor.toSeconds() < 1) {
            throw new IllegalArgumentException("ajour.helseid.login.wait-for must be 1s or more, such as 10m");
        }
        if (refreshWithin.toMillis() < 500 || refreshWithin.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException("ajour.helseid.login.refresh-within must be from 500ms to 10m");
        }
        if (warnBefore.isNegative()) {
            throw new IllegalArgumentException("ajour.helseid.login.warn-before must not be negative");
        }
    }
}
