package no.ajour.helseid;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import no.ajour.failure.WrongInstallation;
import no.ajour.helseid.BackChannel.Field;
import no.ajour.helseid.Landing.Answer;
import no.ajour.session.Sealed;
import no.ajour.session.Secrets;
import no.ajour.session.Sessions;
import no.ajour.session.Vault;
import no.ajour.tenant.Tenant;

/** A login under way: HelseID has the request, and the person has an address to open. Closing it frees the port. */
public final class LoginAttempt implements AutoCloseable {
    private final Tenant tenant;
    private final URI address;
    private final Landing landing;
    private final Redeeming redeeming;

    LoginAttempt(Tenant tenant, URI address, Landing landing, Redeeming redeeming) {
        this.tenant = tenant;
        this.address = address;
        this.landing = landing;
        this.redeeming = redeeming;
    }

    /**
     * What a login is redeemed with, made when it began.
     *
     * @param nonce that the ID token must have
     */
    record Redeeming(
            HelseIdSettings settings,
            LoginSettings login,
            Metadata metadata,
            UserApis apis,
            BackChannel channel,
            IdTokens idTokens,
            Vault vault,
            Sessions sessions,
            ECKey key,
            DpopProofs proofs,
            CodeVerifier verifier,
            String nonce) {
        @Override
        public String toString() {
            return "what a login is redeemed with";
        }
    }

    /** For the browser of the person who logs in, on this machine. */
    public URI address() {
        return address;
    }

    /** Where HelseID sends the browser back to. */
    public URI redirect() {
        return landing.address();
    }

    /**
     * Waits until the person has logged in, and stores the session in place of any other of the tenant.
     *
     * @throws no.ajour.failure.TryLater if nobody does in time, or HelseID cannot be reached
     * @throws WrongInstallation if the person gave up, or HelseID refuses
     */
    public LoggedIn await() {
        Answer answer = landing.await(redeeming.login().waitFor());
        return switch (answer) {
            case Answer.Code code -> redeem(code.value());
            case Answer.Refused refused ->
                throw new WrongInstallation("Nobody was logged in for " + tenant + ": HelseID answered "
                        + refused.error().phrase() + ". Nothing was changed; log in with: "
                        + SessionOver.command(tenant));
        };
    }

    private LoggedIn redeem(String code) {
        String what = "HelseID: the login for " + tenant;
        var metadata = redeeming.metadata();
        // Without the organisation, which HelseID refuses in this grant; each token names it.
        var post = new BackChannel.Post(
                what, metadata.tokenEndpoint(), metadata.issuer(), null, fields(code), redeeming.proofs());
        UserAnswer came = redeeming
                .channel()
                .send(
                        post,
                        (sent, response) -> UserAnswer.read(what, sent, response),
                        (status, error, remark) -> new WrongInstallation(what + " was refused with " + status + " ("
                                + error.phrase() + "). Nothing was changed; log in again" + remark));
        var idToken = came.answer().getCustomParameters().get("id_token");
        String who = redeeming
                .idTokens()
                .who(
                        idToken == null ? null : idToken.toString(),
                        metadata,
                        redeeming.settings().requiredClientId(),
                        redeeming.nonce());
        return store(who, came);
    }

    private List<Field> fields(String code) {
        var fields = new ArrayList<Field>();
        fields.add(new Field("grant_type", "authorization_code"));
        fields.add(new Field("code", code));
        fields.add(new Field("redirect_uri", landing.address().toString()));
        fields.add(new Field("code_verifier", redeeming.verifier().getValue()));
        // A token is for one API: this one is thrown away, and each API's own is asked for when it is called.
        redeeming.apis().audiences().stream()
                .findFirst()
                .ifPresent(audience -> fields.add(new Field("resource", audience)));
        return fields;
    }

    private LoggedIn store(String who, UserAnswer came) {
        String refreshToken = came.refreshToken();
        if (refreshToken == null) {
            throw new WrongInstallation(
                    "HelseID gave no refresh token, so there is no session to keep;"
                            + " ajour.helseid.login.scopes must have offline_access, and the client's registration must allow it");
        }
        Set<String> scopes = new TreeSet<>(redeeming.apis().scopes());
        Sealed sealed = redeeming
                .vault()
                .seal(tenant.orgnr(), new Secrets(refreshToken, redeeming.key().toJSONString(), who));
        redeeming
                .sessions()
                .begin(
                        tenant.orgnr(),
                        redeeming.settings().requiredClientId(),
                        scopes,
                        sealed,
                        came.sent(),
                        came.expires());
        return new LoggedIn(tenant, who, redeeming.apis().names(), came.expires());
    }

    @Override
    public void close() {
        landing.close();
    }
}
