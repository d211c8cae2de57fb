package no.ajour.outgoing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import no.ajour.delivery.AnswerWriter;
import no.ajour.delivery.Claims;
import no.ajour.delivery.ConfirmRound;
import no.ajour.delivery.Exchanges;
import no.ajour.http.Timing;
import no.ajour.run.Equation;
import no.ajour.run.Line;
import no.ajour.run.Run;
import no.ajour.run.Steps;
import no.ajour.tenant.Tenant;
import org.springframework.batch.core.step.Step;

/**
 * The steps of a run, as an event goes through them:
 *
 * <ol>
 *   <li>{@code check}: what the EHR queued is checked; what is not fit is refused
 *   <li>{@code look-up}: what an earlier run was sending when it ended is looked for at JFT
 *   <li>{@code send}: the fit ones are claimed, sent, and their answers recorded
 *   <li>{@code confirm}, {@code confirm-2} and so on: {@code $status} of those that JFT took, until they are registered or
 *       the run has waited long enough
 *   <li>{@code outstanding}: how many are left for later runs
 * </ol>
 *
 * <p>The books of each: whatever was checked, sent, looked for or asked about is recorded on a row, once.
 */
final class Submitting {
    private static final Equation CHECKED = Equation.of(Line.CHECKED, Line.PASSED, Line.DEAD, Line.OVERTAKEN);
    private static final Equation LOOKED_FOR =
            Equation.of(Line.LOOKED_FOR, Line.FOUND, Line.WAITING, Line.REQUEUED, Line.DEAD);
    private static final Equation SENT = Equation.of(Line.SENT, Line.ACCEPTED, Line.DEAD, Line.UNANSWERED, Line.UNSENT);
    private static final Equation STATUS_ASKED =
            Equation.of(Line.STATUS_ASKED, Line.REGISTERED, Line.WAITING, Line.DEAD);

    private final Steps steps;
    private final Timing timing;
    private final OutgoingSettings settings;
    private final OutgoingTable table;
    private final Checks checks;
    private final Lookups lookups;
    private final Claims claims;
    private final EventsApi api;
    private final Exchanges exchanges;
    private final AnswerWriter<EventAnswer> writer;
    private final GivenUp givenUp;

    Submitting(
            Steps steps,
            Timing timing,
            OutgoingSettings settings,
            OutgoingTable table,
            Checks checks,
            Lookups lookups,
            Claims claims,
            EventsApi api,
            Exchanges exchanges,
            AnswerWriter<EventAnswer> writer,
            GivenUp givenUp) {
        this.steps = steps;
        this.timing = timing;
        this.settings = settings;
        this.table = table;
        this.checks = checks;
        this.lookups = lookups;
        this.claims = claims;
        this.api = api;
        this.exchanges = exchanges;
        this.writer = writer;
        this.givenUp = givenUp;
    }

    /** A whole run. */
    List<Step> steps(Run run, Tenant tenant) {
        var all = new ArrayList<Step>();
        // All again in a restart: the EHR may have queued more, and what the broken-off run was sending came about
        // after its own look-up.
        all.add(steps.always().step(run, "check", 1, checks.reader(tenant), checks.writer(run), CHECKED));
        all.add(steps.always()
                .step(
                        run,
                        "look-up",
                        1,
                        lookups.reader(tenant),
                        writer.of(run, Line.LOOKED_FOR, Submitting::lineOfLookedFor),
                        LOOKED_FOR));
        all.add(sending(run, tenant));
        all.addAll(confirming(run, tenant));
        return all;
    }

    /** The part of a run that asks {@code $status}. */
    List<Step> confirming(Run run, Tenant tenant) {
        var all = new ArrayList<Step>();
        all.add(confirming(run, tenant, "confirm", Duration.ZERO));
        int round = 2;
        for (var wait : settings.statusWaits().inRun()) {
            all.add(confirming(run, tenant, "confirm-" + round++, wait));
        }
        all.add(outstanding(run, tenant));
        return all;
    }

    /** What is left, and the end of what an operator has given up. */
    Step outstanding(Run run, Tenant tenant) {
        return steps.once(run, "outstanding", (items, tally) -> {
            givenUp.close(run);
            tally.add(Line.QUEUED, table.queued(tenant)).add(Line.UNCONFIRMED, table.unregistered(tenant));
        });
    }

    private Step sending(Run run, Tenant tenant) {
        var reader = exchanges.reader(
                OutgoingEventsJob.NAME + "-send",
                claims.all(run, table.pending(run)),
                claimed -> answer(claimed, send(tenant, claimed)));
        return steps.always().step(run, "send", 1, reader, writer.of(run, Line.SENT, Submitting::lineOfSent), SENT);
    }

    // A process that stood still must not send what another run has meanwhile found missing and sent again.
    private Outcome send(Tenant tenant, OutgoingEvent claimed) {
        var notAfter = claimed.since().plus(settings.sendWithin());
        if (timing.instant().isAfter(notAfter)) {
            return new Outcome.NotSent("it was claimed longer ago than half of settle-time", null);
        }
        return table.body(claimed)
                .<Outcome>map(body -> api.submit(tenant, claimed, body, notAfter))
                .orElseGet(() -> new Outcome.Unfit("resource-deleted", "The resource was deleted before it was sent."));
    }

    private Step confirming(Run run, Tenant tenant, String step, Duration longestWait) {
        var reader = exchanges.reader(
                OutgoingEventsJob.NAME + "-" + step,
                new ConfirmRound<>(table, timing, tenant, longestWait),
                event -> answer(event, api.status(tenant, event, timing.instant())));
        return steps.step(
                run, step, 1, reader, writer.of(run, Line.STATUS_ASKED, Submitting::lineOfAsked), STATUS_ASKED);
    }

    private EventAnswer answer(OutgoingEvent event, Outcome outcome) {
        return new EventAnswer(event, outcome, timing.instant());
    }

    private static Line lineOfLookedFor(EventAnswer answer) {
        return switch (answer.next()) {
            case ACCEPTED -> answer.outcome() instanceof Outcome.Found ? Line.FOUND : Line.WAITING;
            case QUEUED -> Line.REQUEUED;
            case UNCLEAR -> Line.DEAD;
            case SENDING -> Line.WAITING;
            case REGISTERED, REFUSED, WITHDRAWN -> throw impossible("Looking for it", answer);
        };
    }

    private static Line lineOfSent(EventAnswer answer) {
        return switch (answer.next()) {
            case ACCEPTED -> Line.ACCEPTED;
            case REFUSED -> Line.DEAD;
            case SENDING -> Line.UNANSWERED;
            case QUEUED -> Line.UNSENT;
            case REGISTERED, UNCLEAR, WITHDRAWN -> throw impossible("Sending", answer);
        };
    }

    private static Line lineOfAsked(EventAnswer answer) {
        return switch (answer.next()) {
            case REGISTERED -> answer.outcome() instanceof Outcome.Registered ? Line.REGISTERED : Line.WAITING;
            case REFUSED, UNCLEAR -> Line.DEAD;
            case ACCEPTED -> Line.WAITING;
            case QUEUED, SENDING, WITHDRAWN -> throw impossible("$status", answer);
        };
    }

    private static IllegalStateException impossible(String what, EventAnswer answer) {
        return new IllegalStateException(what + " cannot lead to " + answer.next());
    }
}
