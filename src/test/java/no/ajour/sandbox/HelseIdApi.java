package no.ajour.sandbox;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import no.ajour.sandbox.ClientAssertions.Authenticated;
import no.ajour.sandbox.DpopProofs.BadProof;
import no.ajour.sandbox.DpopProofs.Proof;
import org.jspecify.annotations.Nullable;

/** HelseID's end points: discovery, keys, tokens, and what people log in by. */
final class HelseIdApi implements Api {
    private static final String TOKEN_PATH = "/connect/token";
    private static final String REVOCATION_PATH = "/connect/revocation";
    private static final String DISCOVERY_PATH = "/.well-known/openid-configuration";

    private final URI issuer;
    private final InstantSource clock;
    private final HelseIdSandbox settings;
    private final ClientAssertions assertions;
    private final AccessTokens tokens;
    private final DpopProofs proofs;
    private final TokenIssue issue;
    private final LoginPages pages;
    private final UserGrants users;

    HelseIdApi(
            URI issuer,
            InstantSource clock,
            HelseIdSandbox settings,
            ClientAssertions assertions,
            AccessTokens tokens,
            DpopProofs proofs,
            Book book) {
        this.issuer = issuer;
        this.clock = clock;
        this.settings = settings;
        this.assertions = assertions;
        this.tokens = tokens;
        this.proofs = proofs;
        this.issue = new TokenIssue(issuer, settings, tokens, book);
        this.pages = new LoginPages(issuer, clock, settings.logins(), assertions);
        this.users = new UserGrants(issuer, clock, settings, pages, tokens, issue, book);
    }

    @Override
    public Answer handle(Call call) throws Refused {
        String route = call.method() + " " + call.path();
        return switch (route) {
            case "GET " + DISCOVERY_PATH -> Answer.json(200, Discovery.document(issuer));
            case "GET " + DISCOVERY_PATH + "/jwks" ->
                Answer.json(200, tokens.publicKeys().toString());
            case "POST " + TOKEN_PATH -> token(call);
            case "POST " + LoginPages.PAR_PATH -> pages.push(call);
            case "GET " + LoginPages.AUTHORIZE_PATH -> pages.show(call);
            case "POST " + LoginPages.AUTHORIZE_PATH -> pages.decide(call);
            case "POST " + REVOCATION_PATH -> users.revoke(Form.of(call, ""), assertions);
            default -> throw Refused.violation(Answer.empty(404), "there is nothing at " + route);
        };
    }

    @Override
    public void inspect(Call call) throws Refused {
        if (call.path().equals(TOKEN_PATH)) {
            assertions.authenticate(Form.of(call, ""));
            prove(call);
        } else if (call.path().equals(LoginPages.PAR_PATH)) {
            assertions.authenticate(Form.of(call, "resource"));
        } else if (call.path().equals(REVOCATION_PATH)) {
            assertions.authenticate(Form.of(call, ""));
        }
    }

    private Answer token(Call call) throws Refused {
        Form form = Form.of(call, "");
        Authenticated authenticated = assertions.authenticate(form);
        HelseIdClient client = authenticated.client();
        call.from(client.clientId(), null);
        Proof proof = prove(call);
        String grant = form.one("grant_type");
        if ("authorization_code".equals(grant)) {
            return users.redeem(form, authenticated, proof);
        }
        if ("refresh_token".equals(grant)) {
            return users.refresh(call, form, authenticated, proof);
        }
        if (!"client_credentials".equals(grant)) {
            throw OAuthError.violation("unsupported_grant_type", "the grant_type is none of the three");
        }
        Organisation organisation = AssertionDetails.read(authenticated.details(), client);
        call.from(client.clientId(), organisation == null ? null : organisation.parent());
        Set<String> asked = scopes(form, client);
        if (proof == null && !settings.mayBeBearer(asked)) {
            throw OAuthError.violation("invalid_request", "a DPoP proof is required for these scopes");
        }
        Set<String> rejected = asked.stream()
                .filter(scope -> settings.isRejected(scope, organisation))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> granted = new TreeSet<>(asked);
        granted.removeAll(rejected);
        Instant now = clock.instant();
        AccessToken token = new AccessToken(
                UUID.randomUUID().toString(),
                client.clientId(),
                granted.stream().map(HelseIdSandbox::audience).collect(Collectors.toUnmodifiableSet()),
                granted,
                organisation,
                proof == null ? null : proof.jkt(),
                null,
                now,
                now.plus(settings.tokenLife()));
        return issue.answer(token, rejected, Map.of());
    }

    /** Null without a DPoP header. The nonce is asked for after the assertion is spent, as HelseID does. */
    private @Nullable Proof prove(Call call) throws Refused {
        if (call.headers("DPoP").isEmpty()) {
            return null;
        }
        try {
            Proof proof = proofs.check(call, null);
            if (settings.isNonceRequired() && !proof.fresh()) {
                Answer again =
                        OAuthError.answer(400, "use_dpop_nonce", "Authorization server requires nonce in DPoP proof");
                throw Refused.blameless(again.header("DPoP-Nonce", proofs.newNonce()), "use_dpop_nonce");
            }
            return proof;
        } catch (BadProof bad) {
            throw OAuthError.violation("invalid_dpop_proof", String.valueOf(bad.getMessage()));
        }
    }

    /** Scopes asked for, or all when none is named; of one audience only where {@code resource} names it. */
    private static Set<String> scopes(Form form, HelseIdClient client) throws Refused {
        String scope = form.one("scope");
        Set<String> asked = scope == null
                ? client.scopes()
                : Set.copyOf(List.of(scope.strip().split(" +")));
        if (!client.scopes().containsAll(asked)) {
            throw OAuthError.blameless("invalid_scope", "a scope is not allowed for this client");
        }
        String resource = form.one("resource");
        if (resource == null) {
            return asked;
        }
        Set<String> of = asked.stream()
                .filter(each -> HelseIdSandbox.audience(each).equals(resource))
                .collect(Collectors.toUnmodifiableSet());
        if (of.isEmpty()) {
            throw OAuthError.blameless("invalid_target", "no scope asked for belongs to this resource");
        }
        return of;
    }
}
