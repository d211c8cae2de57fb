package no.ajour.delivery;

/** A row that is on its way to JFT. Its {@code toString()} names it and its state, and is logged. */
public interface Item {

    /** The row's id. */
    long id();

    /** Its name in dead letters and messages. */
    String record();
}
