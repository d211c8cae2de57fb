package no.ajour.run;

/** The sums of a run do not agree: something was lost or counted twice. The transaction is rolled back. */
public final class BooksDisagree extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BooksDisagree(String message) {
        super(message + ". Nothing of this chunk was stored and no position moved; "
                + "run again, and report a defect if it repeats.");
    }
}
