package no.ajour.acknowledgement;

import java.util.ArrayList;
import java.util.List;
import no.ajour.http.Timing;
import no.ajour.run.Run;
import no.ajour.run.Steps;
import no.ajour.run.SyncJob;
import no.ajour.tenant.Tenant;
import org.springframework.batch.core.step.Step;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tells JFT what the EHR has journaled: step {@code journaled} finds what there is to acknowledge, then {@link Telling}. */
final class AcknowledgementsJob implements SyncJob {
    static final String NAME = "acknowledgements";

    private final Steps steps;
    private final JdbcClient jdbc;
    private final Timing timing;
    private final AcknowledgementTable table;
    private final Telling telling;

    AcknowledgementsJob(Steps steps, JdbcClient jdbc, Timing timing, AcknowledgementTable table, Telling telling) {
        this.steps = steps;
        this.jdbc = jdbc;
        this.timing = timing;
        this.table = table;
        this.telling = telling;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Step> steps(Run run, Tenant tenant) {
        var all = new ArrayList<Step>();
        // Again in a restart: the tenant may have taken its choice back meanwhile.
        all.add(steps.always().once(run, "journaled", new StoredEvents(jdbc, timing, table, run, tenant)));
        all.addAll(telling.steps(run, tenant));
        return all;
    }
}
