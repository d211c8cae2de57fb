/** FHIR R4's JSON as several jobs meet it: a page of a search, cut into entries, and what PostgreSQL can keep of it. */
@NullMarked
package no.ajour.fhir;

import org.jspecify.annotations.NullMarked;
