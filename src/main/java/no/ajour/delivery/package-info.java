/**
 * Telling JFT something durably, once in effect. What is to be told is a row in a table of a job's own. A run claims it under
 * its fence before the request leaves, and records the answer after it, so that whatever becomes of the process it is known
 * what JFT may have; what is not known is found out before anything is sent again. Then {@code $status} is asked, in rounds,
 * until JFT agrees. When JFT is not there, a brake ends the step early.
 *
 * <p>A job brings its states, its SQL and its two calls: {@link no.ajour.delivery.Pending},
 * {@link no.ajour.delivery.AnswerTable} and {@link no.ajour.delivery.Unconfirmed}.
 */
@NullMarked
package no.ajour.delivery;

import org.jspecify.annotations.NullMarked;
