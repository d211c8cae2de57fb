package no.ajour.session;

/** What was sealed cannot be opened here: for another tenant or client, with another key, or changed since. */
public final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable() {
        super("what was sealed cannot be opened here", null, false, false);
    }
}
