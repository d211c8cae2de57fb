package no.ajour.patient;

/** What a patient list says about those who are not in it. */
public enum Extent {
    /** Nothing: it adds to what is known. */
    ADDITION,
    /** They are no longer patients: they are delisted. */
    COMPLETE
}
