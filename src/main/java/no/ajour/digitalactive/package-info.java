/**
 * Digital Active status: patient list, change list with the stored offset, reconciliation, refresh of those patients
 * only. Reads top to bottom: {@link no.ajour.digitalactive.DigitalActiveJob}, its {@code ChangeSource}, its
 * {@code Refresh}.
 */
@NullMarked
package no.ajour.digitalactive;

import org.jspecify.annotations.NullMarked;
