package no.ajour.sandbox;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import no.ajour.sandbox.ClientAssertions.Authenticated;
import no.ajour.sandbox.DpopProofs.BadProof;
import no.ajour.sandbox.DpopProofs.Proof;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** HelseID's end points: discovery, keys, and tokens by client credentials. */
final class HelseIdApi implements Api {
    private static final String TOKEN_PATH = "/connect/token";
    private static final String DISCOVERY_PATH = "/.well-known/openid-configuration";

    private final URI issuer;
    private final InstantSource clock;
    private final HelseIdSandbox settings;
    private final ClientAssertions assertions;
    private final AccessTokens tokens;
    private final DpopProofs proofs;
    private final Book book;

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
        this.book = book;
    }

    @Override
    public Answer handle(Call call) throws Refused {
        String route = call.method() + " " + call.path();
        return switch (route) {
            case "GET " + DISCOVERY_PATH -> Answer.json(200, Discovery.document(issuer));
            case "GET " + DISCOVERY_PATH + "/jwks" ->
                Answer.json(200, tokens.publicKeys().toString());
            case "POST " + TOKEN_PATH -> token(call);
            default -> throw Refused.violation(Answer.empty(404), "there is nothing at " + route);
        };
    }

    @Override
    public void inspect(Call call) throws Refused {
        if (call.path().equals(TOKEN_PATH)) {
            Form form = form(call);
            assertions.authenticate(form);
            prove(call);
        }
    }

    private Answer token(Call call) throws Refused {
        Form form = form(call);
        Authenticated authenticated = assertions.authenticate(form);
        HelseIdClient client = authenticated.client();
        call.from(client.clientId(), null);
        Proof proof = prove(call);
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
                now,
                now.plus(settings.tokenLife()));
        return issue(token, rejected);
    }

    private Answer issue(AccessToken token, Set<String> rejected) {
        String scheme = token.jkt() == null ? "Bearer" : "DPoP";
        Organisation organisation = token.organisation();
        var body = JsonMapper.shared().createObjectNode();
        body.put("access_token", tokens.sign(token, issuer));
        body.put("token_type", scheme);
        body.put("expires_in", settings.tokenLife().toSeconds());
        body.put("scope", String.join(" ", token.scopes()));
        if (!rejected.isEmpty()) {
            body.put("rejected_scope", String.join(" ", rejected));
        }
        book.token(new Book.Token(
                token.issued(),
                token.clientId(),
                organisation == null ? null : organisation.parent(),
                organisation == null ? null : organisation.child(),
                token.audiences(),
                token.scopes(),
                scheme));
        return Answer.json(200, body.toString()).header("Cache-Control", "no-store");
    }

    private static Form form(Call call) throws Refused {
        if (!call.mediaType().equals(Form.MEDIA_TYPE)) {
            throw OAuthError.violation("invalid_request", "the body must be " + Form.MEDIA_TYPE);
        }
        Form form;
        try {
            form = Form.parse(call.text());
        } catch (IllegalArgumentException e) {
            throw OAuthError.violation("invalid_request", "the body is not form-encoded");
        }
        if (form.names().size() < form.fields().size()) {
            throw OAuthError.violation("invalid_request", "a parameter is given twice");
        }
        if (!"client_credentials".equals(form.one("grant_type"))) {
            throw OAuthError.violation("unsupported_grant_type", "the grant_type is not client_credentials");
        }
        return form;
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
