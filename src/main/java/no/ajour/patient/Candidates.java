package no.ajour.patient;

import java.util.function.Consumer;

/** A patient list that is read once, row by row, while it is taken in. */
@FunctionalInterface
interface Candidates {

    void forEach(Consumer<Candidate> row);
}
