/**
 * Tries to break Ajour as an operator's machine would: processes that are killed, frozen, stopped and started twice, a
 * database that goes away. Real processes and a real PostgreSQL; the sandbox's book decides what was lost or repeated.
 *
 * <p>The ordinary build runs a few rounds of each scenario, {@code mvn -Precovery verify} fifty. {@code
 * -Drecovery.seed=N} repeats the random choices of a run, whose seed stands in its output.
 */
@NullMarked
package no.ajour.recovery;

import org.jspecify.annotations.NullMarked;
