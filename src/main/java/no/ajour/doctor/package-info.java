/**
 * Finds what is wrong with an installation before a run does: one class a check. No check changes anything, at the APIs
 * or in the database, and none stops the others.
 */
@NullMarked
package no.ajour.doctor;

import org.jspecify.annotations.NullMarked;
