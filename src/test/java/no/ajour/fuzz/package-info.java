/**
 * Gives every parser of outside data inputs that are nearly right, some thousands in an ordinary build and as many as one likes
 * otherwise: {@code mvn test -Dtest=FuzzTest -Dajour.fuzz.inputs=1000000}. What belongs to a package brings its parsers along.
 */
@NullMarked
package no.ajour.fuzz;

import org.jspecify.annotations.NullMarked;
