package no.ajour.command;

import java.util.Collection;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Names given on the command line, compared with those that exist. */
final class JobNames {
    private JobNames() {}

    /** @throws ParameterException that lists the right ones, if it is none of them */
    static String require(CommandLine line, String job, Collection<String> known) {
        if (!known.contains(job)) {
            throw new ParameterException(
                    line,
                    "There is no job '" + job + "'. Jobs: "
                            + known.stream().sorted().collect(Collectors.joining(", ")));
        }
        return job;
    }
}
