package no.ajour.refresh;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import no.ajour.patient.NumberGuard;
import no.ajour.patient.NumberVerdict;
import no.ajour.refresh.RefreshRequests.Queued;
import no.ajour.run.FetchAhead;
import no.ajour.run.InFlight;

/** Asks about the patients on the work list, several calls at a time, and gathers the answers into batches. */
final class RefreshSource implements FetchAhead.Source<Batch> {
    /** Where a call is about one patient, so many answers are stored in one transaction. */
    private static final int FEWEST_A_BATCH = 250;

    private final WorkList work;
    private final int atOnce;
    private final NumberGuard guard;
    private final PatientCall call;
    private final InstantSource clock;

    RefreshSource(WorkList work, int atOnce, NumberGuard guard, PatientCall call, InstantSource clock) {
        this.work = work;
        this.atOnce = atOnce;
        this.guard = guard;
        this.call = call;
        this.clock = clock;
    }

    @Override
    public void readInto(FetchAhead.Sink<Batch> sink) throws InterruptedException {
        var gathered = new Gathering(sink, Math.min(FEWEST_A_BATCH, work.size()));
        try {
            InFlight.each(work.slices(call.most()), atOnce, this::ask, gathered, sink::stopped);
        } finally {
            gathered.flush();
        }
    }

    private Batch ask(List<Queued> patients) {
        var now = clock.instant();
        var answers = new ArrayList<Answered>(patients.size());
        var askable = new ArrayList<Queued>(patients.size());
        for (var patient : patients) {
            // The last gate before a number leaves: lists can also be written straight into the table.
            switch (guard.check(patient.nin())) {
                case NumberVerdict.Accepted accepted -> askable.add(patient);
                case NumberVerdict.Refused refused ->
                    answers.add(new Answered(patient, new Answer.Dead(false, refused.cause(), refused.reason()), now));
            }
        }
        if (askable.isEmpty()) {
            return new Batch(answers, 0, 0);
        }
        var reply = call.ask(askable);
        reply.answers().forEach((patient, answer) -> answers.add(new Answered(patient, answer, now)));
        return new Batch(answers, reply.calls(), reply.unasked());
    }

    /** Holds answers back until there are enough for a transaction. */
    private static final class Gathering implements FetchAhead.Sink<Batch> {
        private final FetchAhead.Sink<Batch> sink;
        private final int enough;
        private Batch held = Batch.EMPTY;

        Gathering(FetchAhead.Sink<Batch> sink, int enough) {
            this.sink = sink;
            this.enough = enough;
        }

        @Override
        public void put(Batch batch) throws InterruptedException {
            held = held.with(batch);
            if (held.answers().size() >= enough) {
                flush();
            }
        }

        void flush() throws InterruptedException {
            if (!held.answers().isEmpty()) {
                var full = held;
                held = Batch.EMPTY;
                sink.put(full);
            }
        }
    }
}
