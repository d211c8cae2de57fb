package no.ajour.http;

import java.net.URI;
import java.util.Map;
import no.ajour.tenant.Tenant;
import org.jspecify.annotations.Nullable;

/** Where access tokens come from. */
public interface Credentials {

    /**
     * A token that is valid now, held or newly fetched.
     *
     * @throws no.ajour.failure.TryLater if the token server cannot be reached or the thread is interrupted
     * @throws no.ajour.failure.WrongInstallation if it refuses
     */
    Grant grant(String api, ApiProperties properties, Tenant tenant);

    /** A token in hand. */
    interface Grant {

        /**
         * The headers that authorise one attempt; never to be sent twice, since a proof is good for one request.
         *
         * @param nonce that the API demands in the proof (RFC 9449 section 9), or null
         */
        Map<String, String> headers(String method, URI url, @Nullable String nonce);

        /** The API refused this very token: it is not to be given out again. */
        void refused();
    }
}
