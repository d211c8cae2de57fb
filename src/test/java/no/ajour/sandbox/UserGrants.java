package no.ajour.sandbox;

import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import no.ajour.sandbox.ClientAssertions.Authenticated;
import no.ajour.sandbox.DpopProofs.Proof;
import org.jspecify.annotations.Nullable;

/** Tokens of people: for the code of a login, and for refresh tokens (RFC 6749 sections 4.1.3 and 6), always with DPoP. */
final class UserGrants {
    private static final String ATTEST = "nhn:tillitsrammeverk:parameters";

    private final URI issuer;
    private final InstantSource clock;
    private final HelseIdSandbox settings;
    private final LoginPages pages;
    private final AccessTokens tokens;
    private final TokenIssue issue;
    private final Book book;

    UserGrants(
            URI issuer,
            InstantSource clock,
            HelseIdSandbox settings,
            LoginPages pages,
            AccessTokens tokens,
            TokenIssue issue,
            Book book) {
        this.issuer = issuer;
        this.clock = clock;
        this.settings = settings;
        this.pages = pages;
        this.tokens = tokens;
        this.issue = issue;
        this.book = book;
    }

    Answer redeem(Form form, Authenticated authenticated, @Nullable Proof proof) throws Refused {
        String jkt = bound(proof);
        Login login = pages.redeem(form.one("code"));
        if (login == null) {
            throw OAuthError.blameless("invalid_grant", "the code is unknown, used or too old");
        }
        PushedRequest request = login.request;
        grantedTo(authenticated, login);
        require(authenticated.details() == null, "HID-1009 the organisation is passed in the assertion in code flow");
        require(request.redirectUri().toString().equals(form.one("redirect_uri")), "redirect_uri is another");
        require(request.challenge().equals(hash(form.one("code_verifier"))), "code_verifier is not the challenge's");
        require(request.jkt() == null || request.jkt().equals(jkt), "the code is bound to another key");
        require(form.one("scope") == null, "scope is not for this grant");
        Set<String> scopes = narrow(login, ofApis(request.scopes()), form.one("resource"));
        login.jkt.set(jkt);
        login.expires = clock.instant().plus(settings.logins().sessionLife());
        book.login(
                new Book.LoggedIn(clock.instant(), authenticated.client().clientId(), login.person, request.scopes()));
        var more = renewed(login);
        more.put("id_token", tokens.signIdToken(about(login)));
        return answer(
                login, AssertionDetails.read(null, authenticated.client()), scopes, attest(request.details()), more);
    }

    Answer refresh(Call call, Form form, Authenticated authenticated, @Nullable Proof proof) throws Refused {
        String jkt = bound(proof);
        String spent = form.one("refresh_token");
        Login login = spent == null ? null : settings.logins().sessions.get(spent);
        if (spent == null || login == null) {
            throw OAuthError.blameless("invalid_grant", "the refresh token is unknown");
        }
        grantedTo(authenticated, login);
        require(jkt.equals(login.jkt.get()), "the refresh token is bound to another key");
        Organisation organisation = AssertionDetails.read(authenticated.details(), authenticated.client());
        call.from(authenticated.client().clientId(), organisation == null ? null : organisation.parent());
        stillGood(login);
        String scope = form.one("scope");
        Set<String> asked = scope == null
                ? ofApis(login.request.scopes())
                : Set.copyOf(List.of(scope.strip().split(" +")));
        require(login.request.scopes().containsAll(asked), "a scope was not granted when the person logged in");
        Set<String> scopes = narrow(login, asked, form.one("resource"));
        if (settings.logins().isRotating() && !login.spend(spent)) {
            login.ended = true;
            throw OAuthError.blameless("invalid_grant", "the refresh token was spent before: the session is over");
        }
        Map<?, ?> given = attest(authenticated.details());
        Map<?, ?> attest = given == null ? attest(login.request.details()) : given;
        book.refresh(new Book.Refreshed(
                clock.instant(),
                authenticated.client().clientId(),
                login.person,
                organisation == null ? null : organisation.parent(),
                organisation == null ? null : organisation.child(),
                scopes,
                attest != null));
        return answer(login, organisation, scopes, attest, renewed(login));
    }

    Answer revoke(Form form, ClientAssertions assertions) throws Refused {
        Authenticated authenticated = assertions.authenticate(form);
        String token = form.one("token");
        Login login = token == null ? null : settings.logins().sessions.get(token);
        if (login != null
                && login.request
                        .client()
                        .clientId()
                        .equals(authenticated.client().clientId())) {
            login.ended = true;
        }
        // RFC 7009 section 2.2: also for a token that is unknown.
        return Answer.empty(200);
    }

    private Answer answer(
            Login login,
            @Nullable Organisation organisation,
            Set<String> scopes,
            @Nullable Map<?, ?> attest,
            Map<String, Object> more) {
        Set<String> rejected = scopes.stream()
                .filter(scope -> settings.isRejected(scope, organisation))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> granted = new TreeSet<>(scopes);
        granted.removeAll(rejected);
        Instant now = clock.instant();
        AccessToken token = new AccessToken(
                UUID.randomUUID().toString(),
                login.request.client().clientId(),
                granted.stream().map(HelseIdSandbox::audience).collect(Collectors.toUnmodifiableSet()),
                granted,
                organisation,
                login.jkt.get(),
                new UserClaims(login.person, login.begun, attest),
                now,
                now.plus(settings.tokenLife()));
        return issue.answer(token, rejected, more);
    }

    private Map<String, Object> renewed(Login login) {
        var more = new LinkedHashMap<String, Object>();
        if (login.request.scopes().contains("offline_access")) {
            more.put("refresh_token", login.nextToken(settings.logins().sessions));
            if (settings.logins().isTellingLife()) {
                more.put(
                        "rt_expires_in",
                        Duration.between(clock.instant(), login.expires).toSeconds());
            }
        }
        return more;
    }

    private JWTClaimsSet about(Login login) {
        Instant now = clock.instant();
        return new JWTClaimsSet.Builder()
                .issuer(issuer.toString())
                .audience(login.request.client().clientId())
                .subject(UUID.nameUUIDFromBytes(login.person.name().getBytes(StandardCharsets.UTF_8))
                        .toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)))
                .claim("nonce", login.request.nonce())
                .claim("name", login.person.name())
                .claim("helseid://claims/identity/pid", login.person.pid())
                .build();
    }

    private void stillGood(Login login) throws Refused {
        if (login.ended) {
            throw OAuthError.blameless("invalid_grant", "the session was ended");
        }
        Instant now = clock.instant();
        if (!now.isBefore(login.expires)) {
            boolean known = settings.logins().isTellingLife() && now.isAfter(login.expires.plusSeconds(5));
            throw known
                    ? OAuthError.violation("invalid_grant", "the session expired, as the client was told it would")
                    : OAuthError.blameless("invalid_grant", "the session expired");
        }
    }

    /** The scopes of one API: a token is for one. */
    private static Set<String> narrow(Login login, Set<String> scopes, @Nullable String resource) throws Refused {
        require(
                resource == null || login.request.resources().contains(resource),
                "the resource was not asked for when the person logged in");
        Set<String> of = scopes.stream()
                .filter(scope ->
                        resource == null || HelseIdSandbox.audience(scope).equals(resource))
                .collect(Collectors.toUnmodifiableSet());
        if (resource != null && of.isEmpty()) {
            throw OAuthError.violation("invalid_target", "no scope belongs to this resource");
        }
        require(of.stream().map(HelseIdSandbox::audience).distinct().count() <= 1, "a token is for one API alone");
        return of;
    }

    private static Set<String> ofApis(Set<String> scopes) {
        return scopes.stream()
                .filter(scope -> !PushedChecks.IDENTITY_SCOPES.contains(scope))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static @Nullable Map<?, ?> attest(@Nullable Object details) {
        List<?> all = details instanceof List<?> several ? several : details == null ? List.of() : List.of(details);
        return all.stream()
                .<Map<?, ?>>mapMulti((each, found) -> {
                    if (each instanceof Map<?, ?> detail && ATTEST.equals(detail.get("type"))) {
                        found.accept(detail);
                    }
                })
                .findFirst()
                .orElse(null);
    }

    private static void grantedTo(Authenticated authenticated, Login login) throws Refused {
        require(
                login.request.client().clientId().equals(authenticated.client().clientId()),
                "what is redeemed was given to another client");
    }

    private static String bound(@Nullable Proof proof) throws Refused {
        if (proof == null) {
            throw OAuthError.violation("invalid_request", "a person's tokens need a DPoP proof");
        }
        return proof.jkt();
    }

    private static void require(boolean holds, String otherwise) throws Refused {
        if (!holds) {
            throw OAuthError.violation("invalid_grant", otherwise);
        }
    }

    private static String hash(@Nullable String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(String.valueOf(verifier).getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
