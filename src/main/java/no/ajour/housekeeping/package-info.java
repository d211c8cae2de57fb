/**
 * The job {@code housekeeping}: deletes what has been kept long enough. {@code docs/retention.md} says what that is of each
 * table and why.
 */
@NullMarked
package no.ajour.housekeeping;

import org.jspecify.annotations.NullMarked;
