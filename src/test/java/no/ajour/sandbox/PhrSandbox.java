package no.ajour.sandbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Pasientens journaldokumenter (phr.md): the documents of patients, and how PHR behaves. */
public final class PhrSandbox {
    public static final String AUDIENCE = "nhn:phr";
    public static final String SEARCH_SCOPE = AUDIENCE + "/mhd/read-documentreferences";
    public static final String REGULATION_SCOPE = SEARCH_SCOPE + "/kjernejournalforskriften";
    public static final String DOCUMENT_SCOPE = AUDIENCE + "/mhd/read-document";

    /** How pages follow each other. */
    public enum Paging {
        /** By number alone: there are no next links. */
        BY_NUMBER,
        /** Next links lead to the search, with all of its parameters, the patient's number among them. */
        SEARCH_LINKS,
        /** Next links lead somewhere that only PHR knows, by GET. */
        OPAQUE_LINKS
    }

    private final Map<String, Map<String, PhrDocument>> documents = new ConcurrentHashMap<>();
    private final Map<String, String> outcomes = new ConcurrentHashMap<>();
    private final Map<String, Integer> restricted = new ConcurrentHashMap<>();
    private final Map<String, Integer> refusals = new ConcurrentHashMap<>();
    private final Set<String> withoutTotal = ConcurrentHashMap.newKeySet();
    private volatile Paging paging = Paging.BY_NUMBER;
    private volatile int largestPage = 1000;
    private volatile Duration cacheLife = Duration.ofMinutes(3);
    private volatile boolean systemTokens;
    private volatile boolean ignoresPage;

    PhrSandbox() {}

    /** Adds a document of a patient, in place of one with the same id. */
    public void add(String fnr, PhrDocument document) {
        var all = documents.computeIfAbsent(fnr, key -> new LinkedHashMap<>());
        synchronized (all) {
            all.put(document.uniqueId() + document.community(), document);
        }
    }

    public void remove(String fnr, PhrDocument document) {
        var all = documents.computeIfAbsent(fnr, key -> new LinkedHashMap<>());
        synchronized (all) {
            all.remove(document.uniqueId() + document.community());
        }
    }

    /** What a patient has, the newest first. */
    List<PhrDocument> documents(String fnr) {
        var all = documents.getOrDefault(fnr, Map.of());
        synchronized (all) {
            var some = new ArrayList<>(all.values());
            some.sort((one, other) -> other.date().compareTo(one.date()));
            return some;
        }
    }

    /** Has answers about a patient say that some community did not answer; null: that all of them did. */
    public void say(String fnr, @Nullable String severity) {
        if (severity == null) {
            outcomes.remove(fnr);
        } else {
            outcomes.put(fnr, severity);
        }
    }

    @Nullable
    String outcome(String fnr) {
        return outcomes.get(fnr);
    }

    /** How many documents of a patient may not be shown. */
    public void restrict(String fnr, int number) {
        restricted.put(fnr, number);
    }

    int restricted(String fnr) {
        return restricted.getOrDefault(fnr, 0);
    }

    /** Has searches for a patient be refused. */
    public void refuse(String fnr, int status) {
        refusals.put(fnr, status);
    }

    public void accept(String fnr) {
        refusals.remove(fnr);
    }

    @Nullable
    Integer refusal(String fnr) {
        return refusals.get(fnr);
    }

    /** Leaves {@code Bundle.total} out of answers about a patient. */
    public void countNot(String fnr) {
        withoutTotal.add(fnr);
    }

    boolean counts(String fnr) {
        return !withoutTotal.contains(fnr);
    }

    public void paging(Paging how) {
        paging = how;
    }

    Paging paging() {
        return paging;
    }

    /** Serves no more references a page than that, whatever is asked for. */
    public void largestPage(int size) {
        largestPage = size;
    }

    int largestPage() {
        return largestPage;
    }

    /** Serves the first page whatever page is asked for. */
    public void ignorePage(boolean ignored) {
        ignoresPage = ignored;
    }

    boolean ignoresPage() {
        return ignoresPage;
    }

    /** How long an answer is kept for its pages. */
    public void cacheLife(Duration life) {
        cacheLife = life;
    }

    Duration cacheLife() {
        return cacheLife;
    }

    /** Whether systems are let in that no person uses; at first not: PHR is for persons who have logged in. */
    public void acceptSystemTokens(boolean accepted) {
        systemTokens = accepted;
    }

    boolean acceptsSystemTokens() {
        return systemTokens;
    }
}
