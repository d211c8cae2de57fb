/**
 * The three kinds of failure: try later, wrong for this record, wrong for this installation. Every exception that
 * decides what a run does next is one of them, and its message says what happened, to what, and what to do, without any
 * patient's number. {@link no.ajour.failure.Redaction} sees to that where a text comes from elsewhere.
 */
@NullMarked
package no.ajour.failure;

import org.jspecify.annotations.NullMarked;
