package no.ajour.journal;

import java.util.Locale;

/** The resource types that JFT keeps events as, each searched by itself (JFT ReadAPI overview). */
public enum EventType {
    BUNDLE("Bundle"),
    COMPOSITION("Composition"),
    MEDICATION_DISPENSE("MedicationDispense");

    private final String resourceType;

    EventType(String resourceType) {
        this.resourceType = resourceType;
    }

    /** The step that walks through its events. */
    String stepName() {
        return "events-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** As in FHIR, in URLs, in {@code ajour.event} and as the name of the watermark. */
    public String resourceType() {
        return resourceType;
    }
}
