package no.ajour.recovery;

/** The jobs that are broken here. */
enum Job {
    DIGITAL_ACTIVE("digital-active", 22),
    JOURNAL_EVENTS("journal-events", 20),
    ACKNOWLEDGEMENTS("acknowledgements", 30),
    HEALTH_INDICATORS("health-indicators", 30),
    OUTGOING_EVENTS("outgoing-events", 30);

    private final String command;
    private final int calls;

    /** @param calls about as many API calls as a run makes after {@link World#change} */
    Job(String command, int calls) {
        this.command = command;
        this.calls = calls;
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
