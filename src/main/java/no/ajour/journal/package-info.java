/**
 * The job {@code journal-events}: the events that JFT's ReadAPI holds for a municipality, each in its newest version.
 *
 * <p>As the data flows: {@link no.ajour.journal.SearchWalk} asks page after page, {@link
 * no.ajour.journal.SearchsetReader} cuts a page into entries, {@link no.ajour.journal.EventReader} makes events or dead
 * letters of them with the help of {@link no.ajour.journal.PatientFinder}, and {@link no.ajour.journal.EventStore}
 * stores the page and, with the last one, moves the watermark.
 */
@NullMarked
package no.ajour.journal;

import org.jspecify.annotations.NullMarked;
