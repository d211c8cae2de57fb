package no.ajour.recovery;

import no.ajour.sandbox.Call;
import no.ajour.sandbox.Sandbox;

/** The jobs that are broken here. */
enum Job {
    DIGITAL_ACTIVE("digital-active", 22),
    JOURNAL_EVENTS("journal-events", 20),
    ACKNOWLEDGEMENTS("acknowledgements", 30),
    HEALTH_INDICATORS("health-indicators", 30),
    DOCUMENT_REFERENCES("document-references", 40),
    OUTGOING_EVENTS("outgoing-events", 30);

    private final String command;
    private final int calls;

    /** @param calls about as many API calls as a run makes after {@link World#change} */
    Job(String command, int calls) {
        this.command = command;
        this.calls = calls;
    }

    /** Whether a call is of a job: it asks an API about something, and not HelseID for a token. */
    static boolean makes(Call call) {
        return !call.api().equals(Sandbox.HELSEID);
    }

    int calls() {
        return calls;
    }

    /** As on the command line. */
    @Override
    public String toString() {
        return command;
    }
}
