/**
 * What every API call shares: one OkHttp set-up, time limits, retries within a budget, a rate, correlation ids, token
 * renewal, and error bodies that are safe to show. Jobs use {@link no.ajour.http.Apis}; what else is public here is for
 * HelseID's own calls.
 */
@NullMarked
package no.ajour.http;

import org.jspecify.annotations.NullMarked;
