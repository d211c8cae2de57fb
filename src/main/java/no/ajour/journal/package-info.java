/**
 * The job {@code journal-events}: the events that JFT's ReadAPI holds for a municipality, each in its newest version.
 *
 * <p>As the data flows: {@link no.ajour.journal.Watermarks} says where each walk begins, {@link
 * no.ajour.journal.SearchWalk} asks page after page, {@link no.ajour.fhir.SearchsetReader} cuts a page into entries,
 * {@link no.ajour.journal.EventReader} makes events or dead letters of them with the help of {@link
 * no.ajour.journal.PatientFinder}, {@link no.ajour.journal.EventStore} stores the page, and Watermarks keeps how far the
 * walk has come and, with the last page, moves the watermark.
 *
 * <p>What operators order goes the same way, but for the watermarks: {@link no.ajour.journal.JournalRepair} has no access
 * to them.
 */
@NullMarked
package no.ajour.journal;

import org.jspecify.annotations.NullMarked;
