@NullMarked
package no.ajour.fhir;

import org.jspecify.annotations.NullMarked;
