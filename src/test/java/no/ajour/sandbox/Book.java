package no.ajour.sandbox;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the sandbox served and received. A test compares it with the tables: that comparison, not the client's word,
 * decides whether anything was lost, repeated or acknowledged wrongly. Lists are copies, oldest entry first.
 */
public final class Book {
    /** One request. Status 0: no whole answer was sent. */
    public record Request(
            Instant time,
            String api,
            String method,
            String path,
            @Nullable String clientId,
            @Nullable String tenant,
            int status) {}

    /** A token issued. Parent and child are organisation numbers; null when the token names none. */
    public record Token(
            Instant time,
            String clientId,
            @Nullable String parent,
            @Nullable String child,
            Set<String> audiences,
            Set<String> scopes,
            String scheme) {}

    /** Somebody who logged in, when the client redeemed the code. */
    public record LoggedIn(Instant time, String clientId, Person person, Set<String> scopes) {}

    /** A refresh token that was taken, for one audience. Parent and child as of {@link Token}. Attested: HelseID has an attest. */
    public record Refreshed(
            Instant time,
            String clientId,
            Person person,
            @Nullable String parent,
            @Nullable String child,
            Set<String> scopes,
            boolean attested) {}

    /** One version of one event. */
    public record Version(String type, String id, Instant lastUpdated) {}

    /** A version in a search answer that was sent to its end. */
    public record Served(Instant time, String tenant, Version version) {}

    /** A journaling acknowledgement that was accepted (202). */
    public record Acknowledgement(Instant time, String tenant, String clientId, String type, String id) {}

    /** An event that was submitted and accepted (202). */
    public record Submission(
            Instant time,
            String tenant,
            String clientId,
            String type,
            String id,
            @Nullable String sourceSystem,
            List<String> identifiers) {
        public Submission {
            identifiers = List.copyOf(identifiers);
        }
    }

    /** A change list sent to its end. {@code offsetIn} is null when none was given. */
    public record ChangeList(
            Instant time, @Nullable String offsetIn, boolean offsetKnown, String offsetOut, long numbers) {}

    /** The numbers of one call for Digital Active status, whatever the answer was. */
    public record Asked(Instant time, String clientId, List<String> numbers) {
        /** Without the numbers. */
        @Override
        public String toString() {
            return "Asked[time=%s, clientId=%s, %d numbers]".formatted(time, clientId, numbers.size());
        }
    }

    /** One question for a health indicator, whatever the answer was. */
    public record IndicatorAsked(Instant time, String tenant, String fnr, List<String> fields) {
        /** Without the number. */
        @Override
        public String toString() {
            return "IndicatorAsked[time=%s, tenant=%s, fields=%s]".formatted(time, tenant, fields);
        }
    }

    /** One page of a search for a patient's documents. Fields are names of parameters; the page is null if none was named. */
    public record DocumentsAsked(
            Instant time,
            String tenant,
            String fnr,
            Set<String> fields,
            @Nullable String page,
            String sourceSystem,
            @Nullable String accessBasis,
            @Nullable String eventId) {
        /** Without the number. */
        @Override
        public String toString() {
            return "DocumentsAsked[time=%s, tenant=%s, fields=%s, page=%s]".formatted(time, tenant, fields, page);
        }
    }

    /** One document asked for, and the status that it was answered with. */
    public record DocumentAsked(Instant time, String tenant, String fnr, String uniqueId, String accept, int status) {
        /** Without the number. */
        @Override
        public String toString() {
            return "DocumentAsked[time=%s, tenant=%s, uniqueId=%s, status=%d]"
                    .formatted(time, tenant, uniqueId, status);
        }
    }

    /** A request that was refused, and why. A violation broke the protocol; other refusals a correct client can meet. */
    public record Refusal(Instant time, String api, String method, String path, String reason, boolean violation) {}

    private final Ledger<Request> requests = new Ledger<>();
    private final Ledger<Token> tokens = new Ledger<>();
    private final Ledger<LoggedIn> logins = new Ledger<>();
    private final Ledger<Refreshed> refreshes = new Ledger<>();
    private final Ledger<Served> served = new Ledger<>();
    private final Ledger<Acknowledgement> acknowledgements = new Ledger<>();
    private final Ledger<Submission> submissions = new Ledger<>();
    private final Ledger<ChangeList> changeLists = new Ledger<>();
    private final Ledger<Asked> asked = new Ledger<>();
    private final Ledger<IndicatorAsked> indicatorsAsked = new Ledger<>();
    private final Ledger<DocumentsAsked> documentsAsked = new Ledger<>();
    private final Ledger<DocumentAsked> documentAsked = new Ledger<>();
    private final Ledger<Refusal> refusals = new Ledger<>();

    public List<Request> requests() {
        return requests.all();
    }

    public List<Request> requests(String api) {
        return requests.all().stream()
                .filter(request -> request.api().equals(api))
                .toList();
    }

    public List<Token> tokens() {
        return tokens.all();
    }

    public List<LoggedIn> logins() {
        return logins.all();
    }

    public List<Refreshed> refreshes() {
        return refreshes.all();
    }

    public List<Served> served() {
        return served.all();
    }

    /** The distinct versions that a tenant was given in full. */
    public Set<Version> servedTo(String tenant) {
        return served.all().stream()
                .filter(entry -> entry.tenant().equals(tenant))
                .map(Served::version)
                .collect(Collectors.toUnmodifiableSet());
    }

    public List<Acknowledgement> acknowledgements() {
        return acknowledgements.all();
    }

    /** How many times one event was acknowledged. */
    public long acknowledged(String type, String id) {
        return acknowledgements.all().stream()
                .filter(entry -> entry.type().equals(type) && entry.id().equals(id))
                .count();
    }

    public List<Submission> submissions() {
        return submissions.all();
    }

    /** Every identifier ({@code system|value}) that was submitted, with how often it was. */
    public Map<String, Long> submittedIdentifiers() {
        return submissions.all().stream()
                .flatMap(entry -> entry.identifiers().stream())
                .collect(Collectors.groupingBy(identifier -> identifier, Collectors.counting()));
    }

    public List<ChangeList> changeLists() {
        return changeLists.all();
    }

    /** The calls for Digital Active status, the bulk one and the one for one patient. */
    public List<Asked> asked() {
        return asked.all();
    }

    public List<IndicatorAsked> indicatorsAsked() {
        return indicatorsAsked.all();
    }

    public List<DocumentsAsked> documentsAsked() {
        return documentsAsked.all();
    }

    public List<DocumentAsked> documentAsked() {
        return documentAsked.all();
    }

    /** Every number asked about, as often as it was asked about. */
    public Stream<String> numbersAsked() {
        return asked.all().stream().flatMap(call -> call.numbers().stream());
    }

    public List<Refusal> refusals() {
        return refusals.all();
    }

    /** What broke the protocol, one line each; empty for a correct client. */
    public List<String> violations() {
        return refusals.all().stream()
                .filter(Refusal::violation)
                .map(refusal ->
                        "%s /%s%s: %s".formatted(refusal.method(), refusal.api(), refusal.path(), refusal.reason()))
                .toList();
    }

    /** Forgets everything written so far. What the APIs hold stays. */
    public void clear() {
        Stream.of(
                        requests,
                        tokens,
                        logins,
                        refreshes,
                        served,
                        acknowledgements,
                        submissions,
                        changeLists,
                        asked,
                        indicatorsAsked,
                        documentsAsked,
                        documentAsked,
                        refusals)
                .forEach(Ledger::clear);
    }

    void request(Call call, int status) {
        requests.add(new Request(
                call.time(), call.api(), call.method(), call.path(), call.clientId(), call.tenant(), status));
    }

    void refusal(Call call, Refused refused) {
        refusals.add(new Refusal(
                call.time(), call.api(), call.method(), call.path(), refused.reason(), refused.isViolation()));
    }

    /** The sandbox itself broke: shown among the violations, so that no test passes over it. */
    void defect(Call call, RuntimeException broken) {
        String what = "the sandbox failed with " + broken.getClass().getName() + " at " + broken.getStackTrace()[0];
        refusals.add(new Refusal(call.time(), call.api(), call.method(), call.path(), what, true));
    }

    void token(Token token) {
        tokens.add(token);
    }

    void login(LoggedIn entry) {
        logins.add(entry);
    }

    void refresh(Refreshed entry) {
        refreshes.add(entry);
    }

    void served(List<Served> page) {
        served.addAll(page);
    }

    void acknowledgement(Acknowledgement entry) {
        acknowledgements.add(entry);
    }

    void submission(Submission entry) {
        submissions.add(entry);
    }

    void changeList(ChangeList entry) {
        changeLists.add(entry);
    }

    void indicatorAsked(IndicatorAsked entry) {
        indicatorsAsked.add(entry);
    }

    void documentsAsked(DocumentsAsked entry) {
        documentsAsked.add(entry);
    }

    void documentAsked(DocumentAsked entry) {
        documentAsked.add(entry);
    }

    void asked(Asked entry) {
        asked.add(entry);
    }
}
