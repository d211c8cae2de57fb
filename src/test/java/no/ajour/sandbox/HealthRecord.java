package no.ajour.sandbox;

import java.util.Map;

/**
 * What Kjernejournal has of a citizen.
 *
 * @param status 1 no kjernejournal, 2 available, 3 the citizen has filled in, 4 critical information
 * @param critical category to time of its last change; only with status 4
 * @param locked modules that the citizen has locked
 */
public record HealthRecord(
        int status,
        Map<String, String> critical,
        java.util.List<String> locked,
        boolean blockedPersonnel,
        boolean lockedPrescriptions,
        boolean medicines) {
    public static final HealthRecord NONE = of(1);
    public static final HealthRecord AVAILABLE = of(2);

    public static HealthRecord of(int status) {
        return new HealthRecord(status, Map.of(), java.util.List.of(), false, false, false);
    }

    /** With critical information of one category. */
    public static HealthRecord critical(String category, String changed) {
        return new HealthRecord(4, Map.of(category, changed), java.util.List.of(), false, false, true);
    }
}
