package no.ajour.deploy;

import java.util.List;
import java.util.stream.Stream;

/** All that is looked at in a manifest. */
final class Checks {
    private static final Program PROGRAM = new Program();

    private Checks() {}

    static List<Finding> of(String manifest) {
        var read = Manifest.of(manifest);
        return Stream.of(
                        new ModelCheck(),
                        new FormCheck(),
                        new ReferenceCheck(),
                        new SecurityCheck(),
                        new NetworkCheck(),
                        new RunCheck(PROGRAM),
                        new ProgramCheck(PROGRAM),
                        new SettingsCheck(PROGRAM))
                .flatMap(check -> check.findings(read).stream())
                .distinct()
                .toList();
    }
}
