package no.ajour.sandbox;

import java.util.Locale;
import no.ajour.sandbox.AccessTokens.BadToken;
import no.ajour.sandbox.DpopProofs.BadProof;
import no.ajour.sandbox.DpopProofs.Proof;

/** Lets in requests with a DPoP-bound token for one audience and a proof, and nothing else (RFC 9449 section 7). */
final class DpopDoor {
    private final AccessTokens tokens;
    private final DpopProofs proofs;
    private volatile boolean nonceRequired;

    DpopDoor(AccessTokens tokens, DpopProofs proofs) {
        this.tokens = tokens;
        this.proofs = proofs;
    }

    /** RFC 9449 section 9: whether the API itself asks for a nonce. Off at first: nothing says that any API does. */
    void requireNonce(boolean required) {
        nonceRequired = required;
    }

    /** The caller's token, of which audience, scope and {@code orgnr_parent} have been checked. */
    AccessToken admit(Call call, String audience, String scope) throws Refused {
        AccessToken caller = admit(call, audience);
        if (!caller.scopes().contains(scope)) {
            throw violation(403, "insufficient_scope", "the token has no scope " + scope);
        }
        return caller;
    }

    /** The caller's token, of which audience and {@code orgnr_parent} have been checked. */
    AccessToken admit(Call call, String audience) throws Refused {
        String token = presented(call);
        AccessToken caller = read(call, token);
        Proof proof = prove(call, token, caller);
        if (nonceRequired && !proof.fresh()) {
            Answer again = challenge(401, "use_dpop_nonce", "Resource server requires nonce in DPoP proof");
            throw Refused.blameless(again.header("DPoP-Nonce", proofs.newNonce()), "use_dpop_nonce");
        }
        if (!caller.audiences().equals(java.util.Set.of(audience))) {
            throw violation(401, "invalid_token", "the token's audience is not " + audience + " alone");
        }
        if (caller.organisation() == null) {
            throw violation(403, "insufficient_scope", "the token has no claim orgnr_parent");
        }
        return caller;
    }

    private static String presented(Call call) throws Refused {
        String authorization = call.header("Authorization");
        if (authorization == null) {
            throw violation(401, "invalid_token", "there is no Authorization header");
        }
        int space = authorization.indexOf(' ');
        String scheme = authorization.substring(0, Math.max(0, space));
        if (!scheme.toLowerCase(Locale.ROOT).equals("dpop")) {
            throw violation(401, "invalid_token", "the Authorization scheme is not DPoP");
        }
        return authorization.substring(space + 1);
    }

    private AccessToken read(Call call, String token) throws Refused {
        try {
            AccessToken caller = tokens.read(token);
            call.from(
                    caller.clientId(),
                    caller.organisation() == null ? null : caller.organisation().parent());
            return caller;
        } catch (BadToken bad) {
            String text = String.valueOf(bad.getMessage());
            if (bad.isBlameless()) {
                throw Refused.blameless(challenge(401, "invalid_token", text), text);
            }
            throw violation(401, "invalid_token", text);
        }
    }

    private Proof prove(Call call, String token, AccessToken caller) throws Refused {
        try {
            Proof proof = proofs.check(call, token);
            if (!proof.jkt().equals(caller.jkt())) {
                throw violation(401, "invalid_token", "the token is not bound to the key of the proof");
            }
            return proof;
        } catch (BadProof bad) {
            throw violation(401, "invalid_dpop_proof", String.valueOf(bad.getMessage()));
        }
    }

    private static Refused violation(int status, String error, String text) {
        return Refused.violation(challenge(status, error, text), text);
    }

    private static Answer challenge(int status, String error, String text) {
        return Outcome.answer(status, "login", text)
                .header("WWW-Authenticate", "DPoP error=\"%s\", error_description=\"%s\"".formatted(error, text));
    }
}
