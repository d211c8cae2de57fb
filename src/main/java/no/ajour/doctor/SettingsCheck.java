package no.ajour.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import no.ajour.failure.WrongInstallation;
import no.ajour.http.ApiSettings;
import no.ajour.patient.Installation;
import no.ajour.run.JobSettings;
import org.jspecify.annotations.Nullable;

/** Whether every setting can be used, each group by itself; and whether there are any that nothing uses. */
final class SettingsCheck implements Check {
    private final Settings settings;
    private final Parts parts;
    private final ConfiguredApis apis;

    SettingsCheck(Settings settings, Parts parts, ConfiguredApis apis) {
        this.settings = settings;
        this.parts = parts;
        this.apis = apis;
    }

    @Override
    public String name() {
        return "settings";
    }

    @Override
    public List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        for (Class<?> type : parts.settings()) {
            // The APIs are read one by one instead.
            if (type != ApiSettings.class) {
                add(findings, attempt(Settings.prefix(type), () -> settings.read(type)));
            }
        }
        for (String api : apis.names()) {
            add(findings, attempt(apis.prefix(api), () -> apis.read(api)));
        }
        if (findings.isEmpty()) {
            settings.unknown().forEach(unknown -> findings.add(Finding.wrong(name(), unknown.name(), unknown.text())));
            add(findings, attempt("ajour.jobs", settings::requireJobs));
        }
        if (findings.isEmpty()) {
            findings.addFirst(Finding.ok(name(), null, summary()));
        }
        return findings;
    }

    private @Nullable Finding attempt(String prefix, Runnable read) {
        try {
            read.run();
            return null;
        } catch (WrongInstallation e) {
            return Finding.wrong(name(), prefix, e);
        }
    }

    private static void add(List<Finding> findings, @Nullable Finding finding) {
        if (finding != null) {
            findings.add(finding);
        }
    }

    private String summary() {
        var environment = settings.read(Installation.class).environment();
        var on = new ArrayList<String>();
        var off = new ArrayList<String>();
        for (String job : settings.names("ajour.jobs")) {
            (settings.read("ajour.jobs." + job, JobSettings.class).enabled() ? on : off).add(job);
        }
        return "environment %s, jobs %s%s"
                .formatted(
                        environment.name().toLowerCase(Locale.ROOT),
                        on.isEmpty() ? "none" : String.join(", ", on),
                        off.isEmpty() ? "" : "; off: " + String.join(", ", off));
    }
}
