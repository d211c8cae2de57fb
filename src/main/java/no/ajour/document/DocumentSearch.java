package no.ajour.document;

import java.time.InstantSource;
import java.util.List;
import no.ajour.failure.TryLater;
import no.ajour.http.Api;
import no.ajour.refresh.Answer;
import no.ajour.refresh.PatientCall;
import no.ajour.refresh.RefreshRequests.Queued;
import no.ajour.refresh.Reply;
import no.ajour.tenant.Tenant;

/** Asks PHR about one patient's documents (MHD, ITI-67): all pages, as often as it takes to get pages of one answer. */
final class DocumentSearch implements PatientCall {
    /** PHR's name in settings and metrics, for searches. */
    static final String API = "phr";

    private final Api api;
    private final SearchRequests requests;
    private final DocumentSettings settings;
    private final InstantSource clock;
    private final Refusals refusals;
    private final Outage outage = new Outage();

    DocumentSearch(Api api, Tenant tenant, SearchTerms terms, DocumentSettings settings, InstantSource clock) {
        this.api = api;
        this.requests = new SearchRequests(api.properties().requiredBaseUrl(), tenant, terms, settings);
        this.settings = settings;
        this.clock = clock;
        this.refusals = new Refusals(tenant);
    }

    @Override
    public int most() {
        return 1;
    }

    @Override
    public Reply ask(List<Queued> patients) {
        var reply = new Reply();
        patients.forEach(patient -> reply.put(patient, ask(patient, reply)));
        return reply;
    }

    private Answer ask(Queued patient, Reply reply) {
        try {
            var answer = read(patient, reply);
            outage.answered();
            return answer;
        } catch (TryLater e) {
            outage.unanswered(e);
            return new Answer.Dead(
                    true,
                    "no-answer",
                    e.getMessage() + ". PHR answers for others: some community may be down. The patient is asked about"
                            + " again after retry-failed.");
        }
    }

    private Answer read(Queued patient, Reply reply) {
        for (int attempt = 1; ; attempt++) {
            switch (new SearchWalk(api, requests, settings, clock, refusals).read(patient, reply)) {
                case Walked.Ended ended -> {
                    return ended.answer();
                }
                case Walked.Broken broken -> {
                    if (attempt >= settings.search().tries()) {
                        return givenUp(broken, attempt);
                    }
                }
            }
        }
    }

    private static Answer givenUp(Walked.Broken broken, int attempts) {
        return broken.whatCame() != null
                ? broken.whatCame()
                : new Answer.Dead(
                        true,
                        "search-not-finished",
                        "PHR's answer could not be read to its end in " + attempts + " tries: " + broken.why()
                                + ". Nothing of it was stored; the patient is asked about again after retry-failed.");
    }
}
