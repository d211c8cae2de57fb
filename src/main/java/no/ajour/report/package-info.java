/** What the tables say about runs, positions and dead letters. Nothing here changes anything. */
@NullMarked
package no.ajour.report;

import org.jspecify.annotations.NullMarked;
