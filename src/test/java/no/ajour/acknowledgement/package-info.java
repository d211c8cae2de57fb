/** Tests of the acknowledgements, against PostgreSQL and the sandbox, comparing both sides' books. */
@NullMarked
package no.ajour.acknowledgement;

import org.jspecify.annotations.NullMarked;
