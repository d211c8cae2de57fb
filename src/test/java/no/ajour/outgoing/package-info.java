/** Tests of the outgoings, against PostgreSQL and the sandbox, comparing both sides' books. */
@NullMarked
package no.ajour.outgoing;

import org.jspecify.annotations.NullMarked;
