package no.ajour.delivery;

/**
 * How much is done at a time.
 *
 * @param callsInFlight how many calls are under way at a time
 * @param chunkSize how many answers are recorded in one transaction
 * @param failuresInARow how many calls in a row may go unanswered before a step ends for now
 */
public record Pace(int callsInFlight, int chunkSize, int failuresInARow) {}
