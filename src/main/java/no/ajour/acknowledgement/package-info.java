/**
 * Tells JFT what the EHR has journaled, and asks {@code $status} until JFT agrees. Source:
 * source-documents/jft-writeapi-overview.txt and jft-readapi-overview.txt.
 */
@NullMarked
package no.ajour.acknowledgement;

import org.jspecify.annotations.NullMarked;
