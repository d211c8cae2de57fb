package no.ajour.journal;

/** The resource types that JFT keeps events as, each searched by itself (JFT ReadAPI overview). */
public enum EventType {
    BUNDLE("Bundle"),
    COMPOSITION("Composition"),
    MEDICATION_DISPENSE("MedicationDispense");

    private final String resourceType;

    EventType(String resourceType) {
        this.resourceType = resourceType;
    }

    /** As in FHIR, in URLs, in {@code ajour.event} and as the name of the watermark. */
    public String resourceType() {
        return resourceType;
    }
}
