package no.ajour.benchmark;

import java.io.IOException;
import java.time.Duration;
import no.ajour.sandbox.Citizen;
import no.ajour.sandbox.Sandbox;

/**
 * P2, P3 and the second half of P8: patients who are asked about, by the bulk call or one at a time.
 *
 * <p>The floor: the calls that there have to be, divided by how many are under way at a time, times what the API takes for
 * one.
 */
final class RefreshWorkload {

    /** How Helsenorge is asked. */
    enum Call {
        BULK(1000, 8, Duration.ofMillis(200)),
        SINGLE(1, 32, Duration.ofMillis(50));

        private final int patients;
        private final int atOnce;
        private final Duration latency;

        Call(int patients, int atOnce, Duration latency) {
            this.patients = patients;
            this.atOnce = atOnce;
            this.latency = latency;
        }
    }

    private final Stand stand;
    private final Population.Plan plan;
    private final Call call;

    RefreshWorkload(Stand stand, Population.Plan plan, Call call) {
        this.stand = stand;
        this.plan = plan;
        this.call = call;
    }

    Row measure(String name, int rounds) throws Exception {
        var helsenorge = stand.sandbox().helsenorge();
        helsenorge.everyoneElse(fnr -> fnr.charAt(10) % 2 == 0 ? Citizen.ACTIVE : Citizen.INACTIVE);
        stand.sandbox()
                .faults()
                .on(Sandbox.HELSENORGE, "(?i)/digitaltaktiv/(helsenorgeaktivsjekken/v1|v1/digitaltaktivomraade)")
                .always()
                .latency(call.latency);
        stand.set("ajour.jobs.digital-active.call", call == Call.BULK ? "bulk" : "single");
        stand.set("ajour.apis.helsenorge.scope", Stand.HELSENORGE_SCOPES);
        double calls = Math.ceil(plan.requested() / (double) call.patients);
        double floor = Math.ceil(calls / call.atOnce) * call.latency.toMillis() / 1000;
        var measured = Rounds.of(rounds, this::trial, () -> floor);
        stand.sandbox().faults().clear();
        var trial = measured.last();
        return Row.of(
                name,
                measured.seconds(),
                floor,
                1.1,
                Row.costs(measured)
                        .with(
                                "SQL",
                                "%.1f statements for 1,000 patients",
                                trial.statements() * 1000.0 / plan.requested())
                        .with("HTTP", "%.4f requests a patient", trial.requests() / (double) plan.requested())
                        .with(
                                "heap asked for",
                                "%.0f B a patient",
                                trial.usage().allocated() / (double) plan.requested()));
    }

    private Trial trial() throws IOException {
        return stand.run(plan.withRequests(), "128m", "digital-active", "[0-9]+", database -> {
            Stand.require(database, "select count(*) from ajour.refresh_request", 0);
            Stand.require(database, "select count(*) from ajour.digital_active where run_id > 1", plan.requested());
        });
    }
}
