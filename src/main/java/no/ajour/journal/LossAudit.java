package no.ajour.journal;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import no.ajour.run.Remarks;
import no.ajour.run.Run;
import no.ajour.run.Steps;
import no.ajour.run.Tally;
import no.ajour.tenant.Tenant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.step.Step;
import org.springframework.format.annotation.DurationFormat;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Compares what JFT has with the tables, and stores what is missing. Where the tag is known that marks an event as
 * journaled, all events without it are looked at, however old, and none of them may be confirmed as journaled here;
 * otherwise all events of some time back are.
 */
final class LossAudit {
    private static final Logger log = LoggerFactory.getLogger(LossAudit.class);

    private final Steps steps;
    private final EventSteps eventSteps;
    private final EventStore store;
    private final Remarks remarks;
    private final JdbcClient jdbc;
    private final JournalSettings settings;
    private final InstantSource clock;

    LossAudit(
            Steps steps,
            EventSteps eventSteps,
            EventStore store,
            Remarks remarks,
            JdbcClient jdbc,
            JournalSettings settings,
            InstantSource clock) {
        this.steps = steps;
        this.eventSteps = eventSteps;
        this.store = store;
        this.remarks = remarks;
        this.jdbc = jdbc;
        this.settings = settings;
        this.clock = clock;
    }

    List<Step> steps(Run run, Tenant tenant) {
        var table = new AuditTable(jdbc, tenant);
        var findings = new Findings();
        return List.of(
                eventSteps.walk(
                        run,
                        tenant,
                        "audit",
                        () -> walks(table, findings),
                        (page, tally) -> compare(run, tenant, page, tally, table, findings)),
                steps.once(run, "findings", (once, tally) -> report(run, tenant, table, findings)));
    }

    private List<Walk> walks(AuditTable table, Findings findings) {
        var walks = new ArrayList<Walk>();
        for (var type : settings.types()) {
            var newest = table.newest(type);
            if (newest != null) {
                findings.shouldBeHere(type, newest.minus(settings.overlap()));
            }
            walks.add(
                    comparesAcknowledgements()
                            ? Walk.withoutTag(type, settings.journaledTag())
                            : Walk.since(type, clock.instant().minus(settings.auditWindow())));
        }
        return walks;
    }

    private boolean comparesAcknowledgements() {
        return !settings.journaledTag().isEmpty();
    }

    private void compare(Run run, Tenant tenant, Page page, Tally tally, AuditTable table, Findings findings) {
        table.unknown(page.entries()).forEach(findings::unknown);
        store.store(run, tenant, page, tally);
        if (comparesAcknowledgements()) {
            table.confirmed(page.entries(), page.progress().begun()).forEach(findings::disagrees);
        }
    }

    private void report(Run run, Tenant tenant, AuditTable table, Findings findings) {
        if (!findings.missing().isEmpty()) {
            warn(run, """
                    %d events that JFT has were missing here and are stored now: %s. If nobody deleted them, JFT showed \
                    them later than ajour.jobs.journal-events.overlap allows for: raise it, and tell NHN.\
                    """.formatted(findings.missing().size(), Names.of(findings.missing())));
        }
        if (!findings.unread().isEmpty()) {
            remarks.add(
                    run,
                    "%d events are stored now that the next run would have brought."
                            .formatted(findings.unread().size()));
        }
        if (!findings.disagreements().isEmpty()) {
            warn(run, """
                    JFT does not know that %d events are journaled whose acknowledgement it had confirmed: %s. Tell NHN; \
                    if it is nearly all of them, ajour.jobs.journal-events.journaled-tag is wrong.\
                    """.formatted(findings.disagreements().size(), Names.of(findings.disagreements())));
        }
        var late = table.late(clock.instant(), settings.journalLateAfter());
        if (late.unjournaled() > 0) {
            var who =
                    switch (tenant.acknowledge()) {
                        case JOURNALED -> "the EHR";
                        case STORED -> "`ajour run acknowledgements`";
                    };
            remarks.add(
                    run,
                    "%d events of listed patients have waited more than %s for %s to journal them."
                            .formatted(late.unjournaled(), longest(), who));
        }
        if (late.untold() > 0) {
            remarks.add(
                    run,
                    "%d events were journaled more than %s ago and JFT was not told: `ajour run acknowledgements`."
                            .formatted(late.untold(), longest()));
        }
    }

    private String longest() {
        return DurationFormatterUtils.print(settings.journalLateAfter(), DurationFormat.Style.COMPOSITE);
    }

    private void warn(Run run, String finding) {
        log.warn("{}: {}", run, finding);
        remarks.add(run, finding);
    }
}
