package no.ajour.outgoing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import no.ajour.http.Timing;
import no.ajour.run.Line;
import no.ajour.run.Repair;
import no.ajour.run.RepairOrder;
import no.ajour.run.Run;
import no.ajour.run.Steps;
import no.ajour.tenant.Tenant;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.step.Step;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Does events again at an operator's order. Of dead letters, refused ones are checked and sent again; unclear ones are
 * looked for once more, and sent again if they are not found. To ask again about a patient, a time or everything is to ask
 * {@code $status} of what JFT has taken.
 */
final class OutgoingRepair implements Repair {
    private final Steps steps;
    private final JdbcClient jdbc;
    private final Timing timing;
    private final Submitting submitting;

    OutgoingRepair(Steps steps, JdbcClient jdbc, Timing timing, Submitting submitting) {
        this.steps = steps;
        this.jdbc = jdbc;
        this.timing = timing;
        this.submitting = submitting;
    }

    @Override
    public String job() {
        return OutgoingEventsJob.NAME;
    }

    @Override
    public boolean handles(RepairOrder order) {
        return !(order instanceof RepairOrder.Audit);
    }

    @Override
    public List<Step> steps(Run run, Tenant tenant, RepairOrder order) {
        var all = new ArrayList<Step>();
        switch (order) {
            case RepairOrder.Letters letters -> {
                all.add(steps.once(run, "try-again", (once, tally) -> tally.add(Line.REQUEUED, tryAgain(run))));
                all.addAll(submitting.steps(run, tenant));
            }
            case RepairOrder.Patient patient -> all.addAll(asking(run, tenant, patient.id(), null));
            case RepairOrder.Since since -> all.addAll(asking(run, tenant, null, since.time()));
            case RepairOrder.Everything everything -> all.addAll(asking(run, tenant, null, null));
            case RepairOrder.Audit audit -> throw new IllegalArgumentException("There is no audit of outgoing events");
        }
        return all;
    }

    private List<Step> asking(Run run, Tenant tenant, @Nullable Long patient, @Nullable Instant since) {
        var all = new ArrayList<Step>();
        all.add(steps.once(
                run, "ask-again", (once, tally) -> tally.add(Line.REQUESTED, askAgain(run, patient, since))));
        all.addAll(submitting.confirming(run, tenant));
        return all;
    }

    private int tryAgain(Run run) {
        return jdbc.sql("""
                        update ajour.outgoing_event o
                        set state = case when o.state = 'refused' then 'queued'
                                         when o.accepted_at is null then 'sending' else 'accepted' end,
                            resend = o.state = 'unclear' and o.resource_id is null,
                            next_status_at = case when o.state = 'unclear' and o.resource_id is not null then :now end,
                            checked_at = case when o.state = 'unclear' then o.checked_at end,
                            failed_ids = case when o.state = 'refused' and o.resource_id is not null
                                              then o.failed_ids || o.resource_id else o.failed_ids end,
                            resource_id = case when o.state = 'unclear' then o.resource_id end,
                            accepted_at = case when o.state = 'unclear' then o.accepted_at end,
                            location = case when o.state = 'unclear' then o.location end,
                            registered_at = null, closed_at = null, failure = null, cause = null, run_id = :run
                        from ajour.dead_letter l
                        where l.job = :job and l.tenant = :orgnr and l.state = 'retrying'
                          and l.record = 'outgoing event ' || o.id
                          and o.tenant_id = (select id from ajour.tenant where orgnr = :orgnr)
                          and o.state in ('refused', 'unclear')
                        """)
                .param("now", OutgoingTable.utc(timing.instant()))
                .param("run", run.id())
                .param("job", run.job())
                .param("orgnr", run.tenant())
                .update();
    }

    private int askAgain(Run run, @Nullable Long patient, @Nullable Instant since) {
        return jdbc.sql("""
                        update ajour.outgoing_event
                        set next_status_at = :now
                        where tenant_id = (select id from ajour.tenant where orgnr = :orgnr)
                          and state in ('accepted', 'registered') and resource_id is not null
                          and (:patient::bigint is null or patient_id = :patient)
                          and (:since::timestamptz is null or greatest(accepted_at, closed_at) >= :since::timestamptz)
                        """)
                .param("now", OutgoingTable.utc(timing.instant()))
                .param("orgnr", run.tenant())
                .param("patient", patient)
                .param("since", since == null ? null : since.toString())
                .update();
    }
}
