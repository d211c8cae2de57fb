package no.ajour.acknowledgement;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import no.ajour.delivery.AnswerWriter;
import no.ajour.delivery.Claims;
import no.ajour.delivery.ConfirmRound;
import no.ajour.delivery.Exchanges;
import no.ajour.delivery.Work;
import no.ajour.failure.TryLater;
import no.ajour.http.Timing;
import no.ajour.run.Equation;
import no.ajour.run.Line;
import no.ajour.run.Run;
import no.ajour.run.Steps;
import no.ajour.tenant.Tenant;
import org.springframework.batch.core.step.Step;

/**
 * The steps that tell JFT, as an acknowledgement goes through them:
 *
 * <ol>
 *   <li>{@code recover}: what an earlier run was sending when it ended is looked up with {@code $status}
 *   <li>{@code send}: the pending ones are claimed, sent, and their answers recorded
 *   <li>{@code confirm}, {@code confirm-2} and so on: {@code $status} of those that JFT took, until it has them or the
 *       run has waited long enough
 *   <li>{@code outstanding}: how many are left for later runs
 * </ol>
 *
 * <p>The books of {@code send}: every answer, or lack of one, is recorded on a row that this run had claimed. Those of
 * {@code recover} and {@code confirm}: every asking of {@code $status} is recorded on the row that it was about.
 */
final class Telling {
    private static final Equation SENT = Equation.of(Line.SENT, Line.ACCEPTED, Line.DEAD, Line.UNANSWERED);
    private static final Equation STATUS_ASKED =
            Equation.of(Line.STATUS_ASKED, Line.CONFIRMED, Line.WAITING, Line.REQUEUED, Line.DEAD);

    private final Steps steps;
    private final Timing timing;
    private final AcknowledgementSettings settings;
    private final JournalingApi api;
    private final AcknowledgementTable table;
    private final Claims claims;
    private final Exchanges exchanges;
    private final AnswerWriter<JournalingAnswer> writer;

    Telling(
            Steps steps,
            Timing timing,
            AcknowledgementSettings settings,
            JournalingApi api,
            AcknowledgementTable table,
            Claims claims,
            Exchanges exchanges,
            AnswerWriter<JournalingAnswer> writer) {
        this.steps = steps;
        this.timing = timing;
        this.settings = settings;
        this.api = api;
        this.table = table;
        this.claims = claims;
        this.exchanges = exchanges;
        this.writer = writer;
    }

    List<Step> steps(Run run, Tenant tenant) {
        var all = new ArrayList<Step>();
        // Both again in a restart: what the broken-off run was sending came about after this step, and may have to be
        // sent once more.
        all.add(asking(steps.always(), run, tenant, "recover", sink -> table.sending(tenant)));
        all.add(sending(run, tenant));
        all.add(confirming(run, tenant, "confirm", Duration.ZERO));
        int round = 2;
        for (var wait : settings.statusWaits().inRun()) {
            all.add(confirming(run, tenant, "confirm-" + round++, wait));
        }
        all.add(steps.once(
                run, "outstanding", (items, tally) -> tally.add(Line.UNCONFIRMED, table.unconfirmed(tenant))));
        return all;
    }

    private Step sending(Run run, Tenant tenant) {
        var reader = exchanges.reader(
                AcknowledgementsJob.NAME + "-send",
                claims.all(run, table.pending(run, tenant)),
                claimed -> answer(claimed, send(tenant, claimed)));
        return steps.always().step(run, "send", 1, reader, writer.of(run, Line.SENT, Telling::lineOfSent), SENT);
    }

    // A process that stood still must not send what another run has meanwhile found missing and sent again.
    private Outcome send(Tenant tenant, Acknowledgement claimed) {
        if (claimed.age(timing.instant()).compareTo(settings.settleTime()) >= 0) {
            throw new TryLater("The acknowledgement of " + claimed.record() + " was claimed more than "
                    + "ajour.jobs.acknowledgements.settle-time ago and not sent; the next run looks it up.");
        }
        return api.acknowledge(tenant, claimed, claimed.since().plus(settings.settleTime()));
    }

    private Step confirming(Run run, Tenant tenant, String step, Duration longestWait) {
        return asking(steps, run, tenant, step, new ConfirmRound<>(table, timing, tenant, longestWait));
    }

    private Step asking(Steps steps, Run run, Tenant tenant, String step, Work<Acknowledgement> work) {
        var reader = exchanges.reader(
                AcknowledgementsJob.NAME + "-" + step,
                work,
                sent -> answer(sent, api.status(tenant, sent, timing.instant())));
        return steps.step(run, step, 1, reader, writer.of(run, Line.STATUS_ASKED, Telling::lineOfAsked), STATUS_ASKED);
    }

    private JournalingAnswer answer(Acknowledgement acknowledgement, Outcome outcome) {
        return new JournalingAnswer(acknowledgement, outcome, timing.instant());
    }

    private static Line lineOfSent(JournalingAnswer answer) {
        return switch (answer.next()) {
            case ACCEPTED -> Line.ACCEPTED;
            case FAILED -> Line.DEAD;
            case SENDING -> Line.UNANSWERED;
            case PENDING, CONFIRMED -> throw new IllegalStateException("Sending cannot lead to " + answer.next());
        };
    }

    private static Line lineOfAsked(JournalingAnswer answer) {
        return switch (answer.next()) {
            case CONFIRMED -> Line.CONFIRMED;
            case FAILED -> Line.DEAD;
            case PENDING -> Line.REQUEUED;
            case SENDING, ACCEPTED -> Line.WAITING;
        };
    }
}
