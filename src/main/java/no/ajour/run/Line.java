package no.ajour.run;

import java.util.Locale;

/** The lines of a balance sheet. */
public enum Line {
    /** Items that a step has written: pages, batches. Kept by {@link Steps} itself. */
    ITEMS,
    /** Answers taken in: change lists, searchset pages, bulk answers. */
    PAGES,
    /** Entries that came off the wire. */
    RECEIVED,
    /** Entries received more than once within a page or list. */
    REPEATED,
    /** Entries that belong to a person on a tenant's list. */
    MATCHED,
    /** Entries that belong to nobody on a tenant's list. */
    UNMATCHED,
    /** Refreshes asked for because of this run. */
    REQUESTED,
    /** Patients that an API was asked about. */
    ASKED,
    /** Rows new with this run. */
    ADDED,
    /** Rows whose values this run changed. */
    CHANGED,
    /** Rows that were as received already. */
    UNCHANGED,
    /** Entries older than the row that is stored. */
    OLDER,
    /** Patients about whom the API's answer said nothing. */
    UNKNOWN,
    /** Records set aside as dead letters. */
    DEAD,
    /** Patients put on the list. */
    LISTED,
    /** Patients taken off the list. */
    DELISTED,
    /** Work found to do by the steps before. */
    QUEUED,
    /** Acknowledgements sent. */
    SENT,
    /** Acknowledgements that the API took. */
    ACCEPTED,
    /** Acknowledgements that $status confirmed. */
    CONFIRMED,
    /** Acknowledgements sent, and not yet confirmed. */
    UNCONFIRMED;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The name in tables and on the screen. */
    public String label() {
        return label;
    }
}
