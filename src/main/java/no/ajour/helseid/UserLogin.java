package no.ajour.helseid;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import no.ajour.failure.Failure;
import no.ajour.failure.TryLater;
import no.ajour.failure.WrongInstallation;
import no.ajour.helseid.BackChannel.Field;
import no.ajour.http.ApiResponse;
import no.ajour.http.ApiSettings;
import no.ajour.http.HttpClients;
import no.ajour.http.Timing;
import no.ajour.session.Sealed;
import no.ajour.session.Sessions;
import no.ajour.session.Unreadable;
import no.ajour.tenant.Tenant;
import okhttp3.HttpUrl;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lets a person log in: authorization code with a pushed request (RFC 9126), PKCE (RFC 7636), and a DPoP key of the session's
 * own (RFC 9449), to which code and refresh token are bound.
 */
public final class UserLogin {
    private static final long LONGEST = 64 * 1024;

    private final HelseIdSettings settings;
    private final LoginSettings login;
    private final ApiSettings apis;
    private final HttpClients clients;
    private final Timing timing;
    private final Sessions sessions;

    public UserLogin(
            HelseIdSettings settings,
            LoginSettings login,
            ApiSettings apis,
            HttpClients clients,
            Timing timing,
            Sessions sessions) {
        this.settings = settings;
        this.login = login;
        this.apis = apis;
        this.clients = clients;
        this.timing = timing;
        this.sessions = sessions;
    }

    /**
     * Leaves the request at HelseID and opens a port for the answer.
     *
     * @throws TryLater if HelseID cannot be reached
     * @throws WrongInstallation if a setting is wrong, the port is taken, or HelseID refuses
     */
    public LoginAttempt begin(Tenant tenant) {
        var userApis = new UserApis(apis);
        String attest = new Attest(login).pushed();
        var client = new HelseIdClient(settings, clients, timing);
        var vault = client.vault(login);
        Metadata metadata = client.discovery().metadata();
        URI authorize = metadata.login().requiredAuthorize();
        ECKey key = key();
        var redeeming = new LoginAttempt.Redeeming(
                settings,
                login,
                metadata,
                userApis,
                client.channel(),
                new IdTokens(client.sender(), client.attempts(), settings.clockSkewWarning(), timing),
                vault,
                sessions,
                key,
                DpopProofs.of(key, timing),
                new CodeVerifier(),
                new Nonce().getValue());
        var state = new State().getValue();
        Landing landing =
                Landing.open(login, state, metadata.issuer(), metadata.login().namesIssuer());
        try {
            String request = push(tenant, metadata, fields(redeeming, landing.address(), state, attest), client);
            return new LoginAttempt(tenant, address(authorize, request), landing, redeeming);
        } catch (RuntimeException e) {
            landing.close();
            throw e;
        }
    }

    private List<Field> fields(
            LoginAttempt.Redeeming redeeming,
            URI redirect,
            String state,
            @org.jspecify.annotations.Nullable String attest) {
        var scopes = new ArrayList<>(List.of(login.scopes().strip().split("\\s+", -1)));
        scopes.addAll(redeeming.apis().scopes());
        var fields = new ArrayList<Field>();
        fields.add(new Field("response_type", "code"));
        fields.add(new Field("redirect_uri", redirect.toString()));
        fields.add(new Field("scope", String.join(" ", scopes)));
        fields.add(new Field("state", state));
        fields.add(new Field("nonce", redeeming.nonce()));
        fields.add(new Field(
                "code_challenge",
                CodeChallenge.compute(CodeChallengeMethod.S256, redeeming.verifier())
                        .getValue()));
        fields.add(new Field("code_challenge_method", "S256"));
        fields.add(new Field("dpop_jkt", redeeming.proofs().thumbprint()));
        redeeming.apis().audiences().forEach(audience -> fields.add(new Field("resource", audience)));
        if (attest != null) {
            fields.add(new Field("authorization_details", attest));
        }
        return fields;
    }

    private static String push(Tenant tenant, Metadata metadata, List<Field> fields, HelseIdClient client) {
        String what = "HelseID: the request to let somebody log in for " + tenant;
        var post = new BackChannel.Post(what, metadata.login().requiredPushed(), metadata.issuer(), null, fields, null);
        return client.channel()
                .send(
                        post,
                        (sent, response) -> requestUri(what, response),
                        (status, error, remark) -> new WrongInstallation(what + " was refused with " + status + " ("
                                + error.phrase()
                                + "); check in HelseID Selvbetjening that the client may use user login,"
                                + " its redirect address and the scopes of the APIs with user: true" + remark));
    }

    private static String requestUri(String what, ApiResponse response) {
        try {
            String uri = JsonMapper.shared()
                    .readTree(new String(response.bytes(LONGEST), StandardCharsets.UTF_8))
                    .path("request_uri")
                    .asString("");
            if (!uri.isEmpty()) {
                return uri;
            }
        } catch (JacksonException e) {
            // Not a cause: it quotes what it read.
        }
        throw new TryLater(what + " was answered with something else");
    }

    private URI address(URI authorize, String request) {
        return HttpUrl.get(authorize.toString())
                .newBuilder()
                .addQueryParameter("client_id", settings.requiredClientId())
                .addQueryParameter("request_uri", request)
                .build()
                .uri();
    }

    /** What became of a session that was to be ended. */
    public enum End {
        /** There was none. */
        NONE,
        /** HelseID has ended it, and it is forgotten here. */
        REVOKED,
        /** It is forgotten here. HelseID was not told: it has no address for that, did not answer, or nothing was readable. */
        FORGOTTEN
    }

    /** Ends the tenant's session: here whatever happens, and at HelseID where that is possible. */
    public End end(Tenant tenant) {
        var held = sessions.find(tenant.orgnr());
        if (held.isEmpty()) {
            return End.NONE;
        }
        Sealed sealed = held.get().sealed();
        boolean revoked = sealed != null && revoked(tenant, sealed);
        sessions.remove(tenant.orgnr());
        return revoked ? End.REVOKED : End.FORGOTTEN;
    }

    private boolean revoked(Tenant tenant, Sealed sealed) {
        try {
            var client = new HelseIdClient(settings, clients, timing);
            var secrets = client.vault(login).open(tenant.orgnr(), sealed);
            Metadata metadata = client.discovery().metadata();
            URI revocation = metadata.login().revocation();
            if (revocation == null) {
                return false;
            }
            var fields =
                    List.of(new Field("token", secrets.refreshToken()), new Field("token_type_hint", "refresh_token"));
            String what = "HelseID: the end of the session for " + tenant;
            return client.channel()
                    .send(
                            new BackChannel.Post(what, revocation, metadata.issuer(), null, fields, null),
                            (sent, response) -> true,
                            (status, error, remark) -> new TryLater(what + " was refused with " + status));
        } catch (Unreadable | Failure e) {
            return false;
        }
    }

    private static ECKey key() {
        try {
            return new ECKeyGenerator(Curve.P_256).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("a session's DPoP key could not be made", e);
        }
    }
}
