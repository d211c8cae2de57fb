package no.ajour.sandbox;

import tools.jackson.databind.JsonNode;

/** The two forms of HelsenorgeAktivSjekken that the documents give, in conflict (helsenorge.md 3.2). */
public enum WireForm {
    /** {@code "omraade":3} and {@code erAktivSelv}. */
    A("erAktivSelv", "erAktivViaAndre"),
    /** {@code "omraade":"Helsehjelp"} and {@code erDigitaltAktivSelv}. */
    B("erDigitaltAktivSelv", "erDigitaltAktivViaAndre");

    private final String self;
    private final String throughOthers;

    WireForm(String self, String throughOthers) {
        this.self = self;
        this.throughOthers = throughOthers;
    }

    boolean isArea(JsonNode omraade) {
        return switch (this) {
            case A -> omraade.isInt() && (omraade.intValue() == 3 || omraade.intValue() == 6);
            case B ->
                omraade.isString()
                        && (omraade.stringValue().equals("Helsehjelp")
                                || omraade.stringValue().equals("Ungdom"));
        };
    }

    String json(Citizen citizen) {
        return "{\"%s\":%b,\"%s\":%b,\"tildeltFullmakt\":%b}"
                .formatted(self, citizen.self(), throughOthers, citizen.throughOthers(), citizen.powerOfAttorney());
    }
}
