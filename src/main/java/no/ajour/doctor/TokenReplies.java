package no.ajour.doctor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import no.ajour.failure.Failure;
import no.ajour.failure.TryLater;
import no.ajour.helseid.TokenFacts;
import no.ajour.helseid.TokenReply;
import no.ajour.tenant.Tenant;
import org.jspecify.annotations.Nullable;

/** What HelseID answered for every tenant of one API. */
final class TokenReplies {
    private static final int AT_ONCE = 8;
    private static final int MOST_SILENCES = 5;

    private record Problem(String found, String fix) {}

    private final Map<Tenant, TokenFacts> granted = new LinkedHashMap<>();
    private final Map<Tenant, Problem> refused = new LinkedHashMap<>();
    private int unasked;

    private TokenReplies() {}

    /**
     * Asks for every tenant, a few at a time; after some silences no more.
     *
     * @throws Failure if asking is not possible at all
     */
    static TokenReplies of(List<Tenant> tenants, Function<Tenant, TokenReply> ask) {
        var answers = new ConcurrentHashMap<Tenant, TokenReply>();
        var silences = new AtomicInteger();
        inParallel(tenants, tenant -> {
            if (silences.get() < MOST_SILENCES) {
                TokenReply reply = ask.apply(tenant);
                if (reply instanceof TokenReply.NoAnswer) {
                    silences.incrementAndGet();
                }
                answers.put(tenant, reply);
            }
            return tenant;
        });
        var replies = new TokenReplies();
        tenants.forEach(tenant -> replies.add(tenant, answers.get(tenant)));
        return replies;
    }

    private static void inParallel(List<Tenant> tenants, Function<Tenant, Tenant> action) {
        try (var executor =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            var tasks = tenants.stream()
                    .<Callable<Tenant>>map(tenant -> () -> action.apply(tenant))
                    .toList();
            for (Future<Tenant> done : executor.invokeAll(tasks)) {
                done.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TryLater("asking for tokens was interrupted; ask again");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Failure failure ? failure : new IllegalStateException(e.getCause());
        }
    }

    private void add(Tenant tenant, @Nullable TokenReply reply) {
        switch (reply) {
            case TokenReply.Granted given -> granted.put(tenant, given.facts());
            case TokenReply.Refused no -> refused.put(tenant, new Problem("a token " + no.found(), no.fix()));
            case TokenReply.NoAnswer none ->
                refused.put(
                        tenant, new Problem(none.why(), "check that HelseID can be reached from here, and ask again"));
            case null -> unasked++;
        }
    }

    @Nullable
    Tenant firstGranted() {
        return granted.isEmpty() ? null : granted.keySet().iterator().next();
    }

    /** One for all tenants that got a token, one for each that did not; one for all of them if they fail alike. */
    List<Finding> findings(String check, String api) {
        var findings = new ArrayList<Finding>();
        if (!granted.isEmpty()) {
            findings.add(Finding.ok(check, api, "%s: %s, %s".formatted(api, tenants(granted.size()), facts())));
        }
        Collection<Problem> problems = refused.values();
        if (granted.isEmpty() && unasked == 0 && problems.size() > 1 && new HashSet<>(problems).size() == 1) {
            Problem same = problems.iterator().next();
            findings.add(Finding.wrong(
                    check, api, "%s: %s: %s".formatted(api, tenants(refused.size()), same.found()), same.fix()));
        } else {
            refused.forEach((tenant, problem) -> findings.add(Finding.wrong(
                    check,
                    api + " " + tenant.orgnr(),
                    "%s: %s: %s".formatted(api, tenant, problem.found()),
                    problem.fix())));
        }
        if (unasked > 0) {
            findings.add(Finding.skipped(
                    check, api, "%s: %s not asked for, since HelseID did not answer".formatted(api, tenants(unasked))));
        }
        return findings;
    }

    private String facts() {
        var scopes = granted.values().stream()
                .flatMap(token -> token.scopes().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        long shortest = granted.values().stream()
                .mapToLong(token -> token.life().toSeconds())
                .min()
                .orElseThrow();
        long named = granted.values().stream()
                .filter(token -> token.parent() != null)
                .count();
        return "scope %s, orgnr_parent in %s, life %d s"
                .formatted(
                        String.join(" ", scopes),
                        named == granted.size() ? "each" : named == 0 ? "none" : String.valueOf(named),
                        shortest);
    }

    private static String tenants(int number) {
        return number == 1 ? "1 tenant" : number + " tenants";
    }
}
