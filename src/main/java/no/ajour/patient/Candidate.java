package no.ajour.patient;

import no.ajour.tenant.Tenant;
import org.jspecify.annotations.Nullable;

/**
 * A row of a patient list as its source gave it, not yet checked.
 *
 * @param row the line of the file, or the row of the query's result, from 1
 * @param number the text in the column of the number; null if there is none
 */
record Candidate(long row, Tenant tenant, @Nullable String number) {

    /** Without the number. */
    @Override
    public String toString() {
        return "Candidate[row=" + row + ", tenant=" + tenant + "]";
    }
}
