package no.ajour.report;

import java.util.List;

/**
 * One run with its steps, as {@code ajour runs ID --json} prints it.
 *
 * @param steps in the order in which they began; a restart has only those that it took
 */
public record RunDetail(RunRow run, List<StepRow> steps) {}
