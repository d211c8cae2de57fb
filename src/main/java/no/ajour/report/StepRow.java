package no.ajour.report;

import java.util.Map;

/**
 * A step of a run.
 *
 * @param state Spring Batch's, in small letters
 * @param seconds how long it took, or has taken
 * @param commits transactions that were committed
 * @param rollbacks transactions that were rolled back
 * @param tally what it counted, line to amount
 */
public record StepRow(
        String step, String state, double seconds, long commits, long rollbacks, Map<String, Long> tally) {}
