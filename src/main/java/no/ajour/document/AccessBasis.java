package no.ajour.document;

/**
 * On what ground documents are looked up by kjernejournalforskriften; sent as {@code nhn-access-basis}. Which one is true is
 * for whoever configures it to say.
 */
enum AccessBasis {
    UNNTAK,
    SAMTYKKE,
    FORHOYET_SAMTYKKE,
    AKUTT,
    FORHOYET_AKUTT
}
