package no.ajour.report;

import java.time.Instant;

/** How many dead letters of a job have a cause, and when the first and the last of them were seen. */
public record LetterCount(String job, String cause, long letters, long tenants, Instant firstSeen, Instant lastSeen) {}
