package no.ajour.document;

/** The terms on which PHR is asked, looked up when they are needed: an installation without the job has none. */
@FunctionalInterface
interface Terms {

    /**
     * The terms that are configured.
     *
     * @throws no.ajour.failure.WrongInstallation if they contradict each other
     */
    SearchTerms require();
}
