package no.ajour.sandbox;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntBinaryOperator;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How JFT behaves where its documents leave it open. Each method changes one thing, at any time. */
public final class JftBehaviour {
    /** Names a tag that JFT's documents do not: which one marks an event as journaled (jft.md 1.4). */
    public static final Tag JOURNALED = new Tag("https://fhir.jft.nhn.no/journaling-status", "acknowledged");

    /** What becomes of {@code _id}, which FHIR defines for every resource and JFT's documents do not mention. */
    public enum IdSearch {
        TAKEN,
        REFUSED,
        /** As FHIR lets a server do with what it does not know: everything is found. */
        IGNORED
    }

    private volatile IdSearch idSearch = IdSearch.TAKEN;
    private volatile int defaultCount = 50;
    private volatile int largestCount = 1000;
    private volatile IntBinaryOperator pageSize = (page, count) -> count;
    private volatile UnaryOperator<String> nextLink = url -> url;
    private volatile UnaryOperator<String> location = url -> url;
    private volatile @Nullable String processingFailure;
    private volatile boolean trailingNext;
    private volatile boolean repeatAcrossPages;
    private volatile Duration cursorLife = Duration.ofHours(24);
    private volatile String journaledField = "journaled";
    private volatile Duration journaledLag = Duration.ZERO;
    private volatile Duration registeredLag = Duration.ZERO;
    private volatile boolean acknowledgementBumps;
    private volatile boolean repeatedAcknowledgementRefused;
    private volatile Tag journaledTag = JOURNALED;
    private volatile int largestSubmission = 1 << 20;
    private volatile Predicate<String> syntheticNin = SyntheticNin::isSynthetic;
    private volatile Predicate<String> syntheticOrgnr = orgnr -> orgnr.matches("\\d{9}");
    private final AtomicInteger epoch = new AtomicInteger();

    /** Page size without {@code _count}, and the largest that a client gets; 50 and 1000 at first. */
    public void counts(int byDefault, int atMost) {
        defaultCount = byDefault;
        largestCount = atMost;
    }

    /**
     * Makes pages short, or empty with a {@code next} link: given the page's number from 1 and its size, how many
     * events to put on it.
     */
    public void pageSize(IntBinaryOperator size) {
        pageSize = size;
    }

    /** Rewrites {@code next} links: relative ones, or ones to another host. */
    public void nextLink(UnaryOperator<String> rewrite) {
        nextLink = rewrite;
    }

    /** Rewrites the Location of a 202: a relative one, one on another host, or empty for none. */
    public void location(UnaryOperator<String> rewrite) {
        location = rewrite;
    }

    /** {@code $status} says of every event that processing failed; null says so of none. */
    public void processingFailure(@Nullable String what) {
        processingFailure = what;
    }

    String location(String url) {
        return location.apply(url);
    }

    @Nullable
    String processingFailure() {
        return processingFailure;
    }

    /** Whether the last page has a {@code next} link too, to an empty page. */
    public void trailingNext(boolean always) {
        trailingNext = always;
    }

    /** Whether each page begins with the event that ended the page before. */
    public void repeatAcrossPages(boolean repeat) {
        repeatAcrossPages = repeat;
    }

    /** How long a cursor is good; 24 hours at first. An old one is answered 410. */
    public void cursorLife(Duration life) {
        cursorLife = life;
    }

    /** Every cursor given out so far is answered 410 from now on. */
    public void expireCursors() {
        epoch.incrementAndGet();
    }

    /** {@code $status} says {@code journalingAcknowledged} as JFT-L2 does, instead of {@code journaled} as JFT-R1. */
    public void newStatusSpelling(boolean newer) {
        journaledField = newer ? "journalingAcknowledged" : "journaled";
    }

    /** How long after its 202 an acknowledgement shows in {@code $status} and tags. */
    public void journaledLag(Duration lag) {
        journaledLag = lag;
    }

    /** How long after its 202 a submitted event is registered and found by searches. */
    public void registeredLag(Duration lag) {
        registeredLag = lag;
    }

    /** Whether an acknowledgement changes {@code lastUpdated}, so that the event is found once more. */
    public void acknowledgementBumps(boolean bumps) {
        acknowledgementBumps = bumps;
    }

    /** Whether a second acknowledgement of an event is answered 409 instead of 202. */
    public void refuseRepeatedAcknowledgement(boolean refuse) {
        repeatedAcknowledgementRefused = refuse;
    }

    public void journaledTag(Tag tag) {
        journaledTag = tag;
    }

    /** The largest body of a submission, in bytes; 1 MiB at first. A larger one is answered 413. */
    public void largestSubmission(int bytes) {
        largestSubmission = bytes;
    }

    /** Which national identity numbers a submission may name; at first the synthetic ones (+65, +80). */
    public void syntheticNin(Predicate<String> rule) {
        syntheticNin = rule;
    }

    /** Which organisation numbers a submission may name; at first any nine digits, for no rule is published. */
    public void syntheticOrgnr(Predicate<String> rule) {
        syntheticOrgnr = rule;
    }

    /** Whether searches by {@code _id} work; at first they do. */
    public void idSearch(IdSearch what) {
        idSearch = what;
    }

    IdSearch idSearch() {
        return idSearch;
    }

    int count(@Nullable Integer asked) {
        return Math.min(asked == null ? defaultCount : asked, largestCount);
    }

    int pageSize(int page, int count) {
        return pageSize.applyAsInt(page, count);
    }

    String nextLink(String url) {
        return nextLink.apply(url);
    }

    boolean isTrailingNext() {
        return trailingNext;
    }

    boolean isRepeatAcrossPages() {
        return repeatAcrossPages;
    }

    Duration cursorLife() {
        return cursorLife;
    }

    int epoch() {
        return epoch.get();
    }

    String journaledField() {
        return journaledField;
    }

    Duration journaledLag() {
        return journaledLag;
    }

    Duration registeredLag() {
        return registeredLag;
    }

    boolean isBumpedByAcknowledgement() {
        return acknowledgementBumps;
    }

    boolean isRepeatedAcknowledgementRefused() {
        return repeatedAcknowledgementRefused;
    }

    Tag journaledTag() {
        return journaledTag;
    }

    int largestSubmission() {
        return largestSubmission;
    }

    boolean isSyntheticNin(String nin) {
        return syntheticNin.test(nin);
    }

    boolean isSyntheticOrgnr(String orgnr) {
        return syntheticOrgnr.test(orgnr);
    }
}
