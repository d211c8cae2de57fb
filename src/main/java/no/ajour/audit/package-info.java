/** What operators do, written down. */
@NullMarked
package no.ajour.audit;

import org.jspecify.annotations.NullMarked;
