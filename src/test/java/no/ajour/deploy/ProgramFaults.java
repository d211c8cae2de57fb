package no.ajour.deploy;

import java.util.stream.Stream;

/** Mistakes in what the program is told. */
final class ProgramFaults {
    private static final String EVENTS = "CronJob journal-events";
    private static final String ACTIVE = "CronJob digital-active";
    private static final String SETTINGS = "ConfigMap ajour";

    private ProgramFaults() {}

    static Stream<Fault> all() {
        return Stream.of(program(), settings()).flatMap(faults -> faults);
    }

    private static Stream<Fault> program() {
        return Stream.of(
                new Fault(EVENTS, "[run, journal-events", "[rum, journal-events", "args", "rum"),
                new Fault(EVENTS, "--share, $", "--shared, $", "args", "--shared"),
                new Fault(ACTIVE, "[run, digital-active]", "[run, digital-actve]", "args", "none of the jobs"),
                new Fault(ACTIVE, "[run, digital-active]", "[]", "args", "names no command"),
                new Fault(ACTIVE, "args: [run", "command: [sh]\n              args: [run", "command", "entry point"),
                new Fault(EVENTS, "$(JOB_UID)", "$(JOBNAME)", "args[3]", "none of the pod's variables"),
                new Fault(EVENTS, "controller-uid']", "controlleruid']", "fieldPath", "no field"),
                new Fault(
                        EVENTS,
                        "env:\n",
                        "env:\n                - {name: AJOUR_RUN_TENANTSATONC, value: \"8\"}\n",
                        "env[0].name",
                        "no setting of the program"),
                new Fault(EVENTS, "ajour:0.1.0", "ajour:0.0.9", "image", "not of this version"),
                new Fault("CronJob command", "  suspend: true\n", "", "suspend", "must be true"),
                new Fault(
                        "CronJob health-indicators", "  suspend: true\n", "", "suspend", "the job is off as it comes"),
                new Fault(EVENTS, "spec:\n", "spec:\n  suspend: true\n", "suspend", "would never run"),
                new Fault(
                        ACTIVE,
                        "            app.kubernetes.io/component: digital-active\n        spec",
                        "            app.kubernetes.io/component: journal-events\n        spec",
                        "component",
                        "document's name"));
    }

    private static Stream<Fault> settings() {
        return Stream.of(
                new Fault(SETTINGS, "tenancy: multi", "tennancy: multi", "application.yaml", "ajour.helseid.tennancy"),
                new Fault(
                        SETTINGS,
                        "    spring:\n      datasource:",
                        "    spring:\n      database:",
                        "application.yaml",
                        "spring.database.url"),
                new Fault(
                        SETTINGS, "          tenants: []", "          tennants: []", "digital-active.yaml", "tennants"),
                new Fault(SETTINGS, "    spring:", "    spring: [", "application.yaml", "while parsing"),
                new Fault(SETTINGS, "  housekeeping.yaml:", "  housekeping.yaml:", "data.housekeping.yaml", "no file"),
                new Fault(
                        EVENTS,
                        "path: spring.datasource.password",
                        "path: spring.datasource.pasword",
                        "volumeMounts",
                        "is no setting"),
                new Fault(
                        EVENTS,
                        "path: application.yaml",
                        "path: application.yml",
                        "volumeMounts",
                        "config/application.yaml must be there"),
                new Fault(
                        EVENTS,
                        "mountPath: /opt/ajour/config",
                        "mountPath: /opt/ajour/conf",
                        "volumeMounts",
                        "config/application.yaml must be there"),
                new Fault(
                        EVENTS,
                        "mountPath: /run/secrets/ajour,",
                        "mountPath: /run/secrets/ajuor,",
                        "volumeMounts",
                        "must be there"),
                new Fault(
                        EVENTS,
                        "key: job-username",
                        "key: migrate-username",
                        "volumeMounts",
                        "from the key job-username"),
                new Fault(
                        "Job migrate",
                        "key: migrate-username",
                        "key: job-username",
                        "volumeMounts",
                        "migrate-username"),
                new Fault(EVENTS, "mountPath: /tmp}", "mountPath: /var/tmp}", "volumeMounts", "/tmp is not writable"),
                new Fault(EVENTS, "image: ajour:0.1.0", "image: FILL-IN/ajour:0.1.0", "image", "left to fill in"));
    }
}
