/** The job {@code health-indicators}: what Kjernejournal says that it has of each patient, in {@code ajour.health_indicator}. */
@NullMarked
package no.ajour.healthindicator;

import org.jspecify.annotations.NullMarked;
