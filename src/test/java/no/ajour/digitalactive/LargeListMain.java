package no.ajour.digitalactive;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import no.ajour.run.ExitCode;
import no.ajour.run.JobRunner;
import no.ajour.run.RunOrder;
import no.ajour.run.SyncJob;

/** The national run alone, in a process of its own; settings are arguments, as {@code name=value}. Exits with 0 if done. */
final class LargeListMain {
    private LargeListMain() {}

    public static void main(String[] settings) {
        var properties = new LinkedHashMap<String, Object>();
        for (var setting : settings) {
            int at = setting.indexOf('=');
            properties.put(setting.substring(0, at), setting.substring(at + 1));
        }
        ExitCode code;
        try (var app = DigitalActiveTestApp.start(InstantSource.system(), properties)) {
            var outcome = app.getBean(JobRunner.class)
                    .run(app.getBean(SyncJob.class), List.of(), RunOrder.now(false), ended -> {})
                    .getFirst();
            System.out.println(outcome);
            code = outcome.code();
        }
        System.exit(code.code());
    }
}
