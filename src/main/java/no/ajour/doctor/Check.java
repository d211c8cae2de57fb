package no.ajour.doctor;

import java.util.List;

/** Looks at one part of the installation, and changes nothing. */
interface Check {

    /** Shown in front of what it finds; at most 12 characters. */
    String name();

    /**
     * At least one finding, but for a check of what this installation does not use.
     *
     * @throws NotPossible if what it builds on is not there; it is then skipped
     * @throws no.ajour.failure.Failure if that is all there is to find; it is then wrong
     */
    List<Finding> findings();
}
