package no.ajour.patient;

import java.util.Map;
import no.ajour.tenant.Tenant;

/**
 * What the import of a patient file did.
 *
 * @param changes for each tenant whose list it was
 * @param badLines lines that were no rows of any tenant; rows with a bad number are in {@link ListChanges#bad}
 */
public record CsvImport(Map<Tenant, ListChanges> changes, long badLines) {

    /** Lines after the header, without empty ones. */
    public long lines() {
        return badLines
                + changes.values().stream().mapToLong(ListChanges::received).sum();
    }

    /** Everything that was reported and not taken in. */
    public long bad() {
        return badLines + changes.values().stream().mapToLong(ListChanges::bad).sum();
    }
}
