package no.ajour.run;

/** Some of a step's work, in the caller's transaction. Must let every exception out. */
@FunctionalInterface
public interface Round {

    /** Returns whether there may be more to do. */
    boolean take(Tally tally);
}
