package no.ajour.acknowledgement;

import java.util.ArrayList;
import java.util.List;
import no.ajour.http.Timing;
import no.ajour.run.Line;
import no.ajour.run.Repair;
import no.ajour.run.RepairOrder;
import no.ajour.run.Run;
import no.ajour.run.Steps;
import no.ajour.tenant.Tenant;
import org.springframework.batch.core.step.Step;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Tries refused acknowledgements again. They go back to sending, where {@code $status} is asked before anything goes out;
 * since JFT had answered for good, nothing is on its way that would have to settle first. One that JFT took and then failed
 * to process is sent again, as {@code $status} would but repeat that it failed. There is nothing else to ask again: what is
 * not confirmed is asked about by every run.
 */
final class AcknowledgementRepair implements Repair {
    private final Steps steps;
    private final JdbcClient jdbc;
    private final Timing timing;
    private final AcknowledgementSettings settings;
    private final Telling telling;

    AcknowledgementRepair(
            Steps steps, JdbcClient jdbc, Timing timing, AcknowledgementSettings settings, Telling telling) {
        this.steps = steps;
        this.jdbc = jdbc;
        this.timing = timing;
        this.settings = settings;
        this.telling = telling;
    }

    @Override
    public String job() {
        return AcknowledgementsJob.NAME;
    }

    @Override
    public boolean handles(RepairOrder order) {
        return order instanceof RepairOrder.Letters;
    }

    @Override
    public List<Step> steps(Run run, Tenant tenant, RepairOrder order) {
        var all = new ArrayList<Step>();
        all.add(steps.once(run, "try-again", (once, tally) -> tally.add(Line.REQUEUED, tryAgain(run, tenant))));
        all.addAll(telling.steps(run, tenant));
        return all;
    }

    private int tryAgain(Run run, Tenant tenant) {
        return jdbc.sql("""
                        update ajour.acknowledgement a
                        set state = case when l.cause = :failedThere then 'pending' else 'sending' end,
                            sending_at = least(a.sending_at, :settled), failure = null, run_id = :run
                        from ajour.dead_letter l
                        where l.job = :job and l.tenant = :orgnr and l.state = 'retrying'
                          and l.record = 'event ' || a.event_id
                          and a.tenant_id = (select id from ajour.tenant where orgnr = :orgnr)
                          and a.state = 'failed'
                        """)
                .param("run", run.id())
                .param("job", run.job())
                .param("orgnr", tenant.orgnr())
                .param("failedThere", Outcome.FailedThere.CAUSE)
                .param("settled", AcknowledgementTable.utc(timing.instant().minus(settings.settleTime())))
                .update();
    }
}
