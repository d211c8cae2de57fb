/**
 * What every run of a job shares: its lease and fencing token, its steps and their transactions, its books, its dead
 * letters and how it ends.
 */
@NullMarked
package no.ajour.run;

import org.jspecify.annotations.NullMarked;
