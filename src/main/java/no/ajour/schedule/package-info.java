/**
 * Starts the jobs by the clock: Quartz on its clustered JDBC store, so that several nodes start each job once, and one
 * takes over when another dies.
 */
@NullMarked
package no.ajour.schedule;

import org.jspecify.annotations.NullMarked;
