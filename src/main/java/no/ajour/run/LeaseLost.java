package no.ajour.run;

/** Another process has taken the lease over. This run must not write anything more. */
public final class LeaseLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LeaseLost(String whose) {
        super("The lease of " + whose + " was taken over by another process while this one stood still or was cut off; "
                + "nothing more is written here. The other run does the work.");
    }
}
