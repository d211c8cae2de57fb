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
    /** What an API wanted to say beside its answer. */
    WARNINGS,
    /** Entries received more than once within a page or list. */
    REPEATED,
    /** Entries that belong to a person on a tenant's list. */
    MATCHED,
    /** Entries that belong to nobody on a tenant's list. */
    UNMATCHED,
    /** Entries that are no number at all. */
    MALFORMED,
    /** Entries that were not compared, since everyone is refreshed. */
    COVERED,
    /** Times that changes were missed, so that everyone on the lists is refreshed. */
    GAPS,
    /** Persons whom the matched entries belong to; one on two tenants' lists is two. */
    PERSONS,
    /** Refreshes asked for because of this run. */
    REQUESTED,
    /** Patients that an API was asked about. */
    ASKED,
    /** Patients not asked about, since their number must not be sent. */
    REFUSED,
    /** Entries of answers about someone who was not asked about. */
    UNASKED,
    /** Rows new with this run. */
    ADDED,
    /** Rows whose values this run changed. */
    CHANGED,
    /** Rows whose content stayed and of which something around it was new: the time stamp, the tags, whose it is. */
    RESTAMPED,
    /** Rows that were as received already. */
    UNCHANGED,
    /** Entries older than the row that is stored. */
    OLDER,
    /** Patients about whom the API's answer said nothing. */
    UNKNOWN,
    /** Patients of whom the answer told only a part. */
    PARTIAL,
    /** Entries of a patient's answer that cannot be kept. */
    UNREADABLE,
    /** References to documents that are new with this run. */
    REFERENCES_ADDED,
    /** References that this run changed, or found again. */
    REFERENCES_CHANGED,
    /** References that were as received already. */
    REFERENCES_UNCHANGED,
    /** References received that are older than the stored one. */
    REFERENCES_OLDER,
    /** References that a complete answer names no more. */
    REFERENCES_GONE,
    /** Documents fetched. */
    FETCHED,
    /** Documents asked for that are there no more. */
    GONE,
    /** Documents that could not be fetched now, and are asked for again. */
    POSTPONED,
    /** Records set aside as dead letters. */
    DEAD,
    /** Records that failed again in a version whose dead letter an operator has discarded. */
    DISCARDED,
    /** Rows of a patient list. */
    ROWS,
    /** Patients who were on the list already. */
    KEPT,
    /** Patients put on the list. */
    LISTED,
    /** Patients taken off the list. */
    DELISTED,
    /** Work found to do by the steps before. */
    QUEUED,
    /** Queued events checked before they are sent. */
    CHECKED,
    /** Those of them that may be sent. */
    PASSED,
    /** Those that were withdrawn or corrected meanwhile. */
    OVERTAKEN,
    /** Events whose answer was lost, looked for at the API. */
    LOOKED_FOR,
    /** Those of them that the API has. */
    FOUND,
    /** Acknowledgements or events sent. */
    SENT,
    /** Those that the API took. */
    ACCEPTED,
    /** Those whose answer did not come. */
    UNANSWERED,
    /** Those that did not leave, or were turned away unprocessed, and are sent later. */
    UNSENT,
    /** Times that $status was asked. */
    STATUS_ASKED,
    /** Times that $status did not decide anything yet. */
    WAITING,
    /** Acknowledgements or events that the API does not have and that are sent again. */
    REQUEUED,
    /** Acknowledgements that $status confirmed. */
    CONFIRMED,
    /** Events that $status says are registered. */
    REGISTERED,
    /** Acknowledgements or events sent, and not yet confirmed or registered. */
    UNCONFIRMED,
    /** Rows old enough to be deleted if nothing needs them. */
    EXAMINED,
    /** Those of them that something needs, or that somebody else was writing. */
    STILL_NEEDED,
    /** Events' resources deleted. */
    DELETED_RESOURCES,
    /** Resources deleted of outgoing events that are done with. */
    DELETED_OUTGOING,
    /** Statuses, requests, documents and indicators deleted of persons who are not on the list. */
    DELETED_DETAILS,
    /** Files deleted that no document is in any more. */
    DELETED_FILES,
    /** Persons deleted who are not on the list. */
    DELETED_PATIENTS,
    /** Payloads of open dead letters deleted. */
    DELETED_PAYLOADS,
    /** Closed dead letters deleted. */
    DELETED_LETTERS,
    /** Changes deleted that consumers have been told of. */
    DELETED_CHANGES,
    /** Runs whose steps were deleted, with what each counted. */
    DELETED_STEPS,
    /** Runs deleted. */
    DELETED_RUNS,
    /** Executions of Spring Batch deleted whose run was gone. */
    DELETED_EXECUTIONS;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The name in tables and on the screen. */
    public String label() {
        return label;
    }
}
