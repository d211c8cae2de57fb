package no.ajour.run;

/**
 * One run of one job for one tenant, as {@code ajour.run} has it.
 *
 * @param id key in {@code ajour.run}; reconciled rows carry it as {@code run_id}
 * @param tenant organisation number, or {@link #NATIONAL} for what is asked once for all tenants
 * @param token fencing token of the lease that the run holds
 * @param full whether everyone is to be refreshed, changed or not
 */
public record Run(long id, String job, String tenant, long token, boolean full) {

    /** Stands in place of an organisation number where a job asks once for all tenants. */
    public static final String NATIONAL = "national";

    @Override
    public String toString() {
        return "run " + id + " (" + job + ", " + tenant + ")";
    }
}
