package no.ajour.command;

import java.util.OptionalLong;

/** A run's number where a job's name may stand as well. */
final class RunNumber {
    private RunNumber() {}

    /** Empty if it is no number. */
    static OptionalLong of(String argument) {
        return argument.matches("[0-9]{1,10}") ? OptionalLong.of(Long.parseLong(argument)) : OptionalLong.empty();
    }
}
