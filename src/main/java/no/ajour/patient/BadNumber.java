package no.ajour.patient;

/** Where the rows of a patient list that could not be used are told. Whoever reads the list decides: print or store. */
@FunctionalInterface
public interface BadNumber {

    /**
     * Tells of one row.
     *
     * @param row the line of the file, or the row of the query's result, from 1
     * @param cause a short code, such as {@code invalid-number}, {@code refused-number} or {@code bad-line}
     * @param message what is wrong, without the number
     */
    void report(long row, String cause, String message);
}
