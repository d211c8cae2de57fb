package no.ajour.patient;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code ajour.patients.*}.
 *
 * @param largestDelisting the share of a tenant's list, 0 to 1, that a complete list may take off it at once; 1 allows
 *     everything, an empty list included
 * @param source the query that gives the patient lists, for the tenants that do not override it
 * @param sources what a tenant has otherwise than {@code source}, by organisation number
 */
@ConfigurationProperties("ajour.patients")
public record PatientSettings(
        @DefaultValue NumberSettings numbers,
        @DefaultValue("0.2") double largestDelisting,
        @DefaultValue EhrSource source,
        @DefaultValue Map<String, EhrSource> sources) {

    public PatientSettings {
        if (!(largestDelisting >= 0 && largestDelisting <= 1)) {
            throw new IllegalArgumentException(
                    "ajour.patients.largest-delisting must be a share from 0 to 1; leave it out for 0.2");
        }
        sources = Map.copyOf(sources);
    }
}
