/**
 * Submits the events that the EHR has queued to JFT, and asks {@code $status} until JFT has registered them. Source:
 * source-documents/jft-writeapi-overview.txt and jft-readapi-overview.txt; HL7 FHIR R4.
 */
@NullMarked
package no.ajour.outgoing;

import org.jspecify.annotations.NullMarked;
