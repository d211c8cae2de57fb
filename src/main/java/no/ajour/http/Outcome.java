package no.ajour.http;

/** What came of sending a request once. */
public sealed interface Outcome {

    /** A status line came, and headers; the body is yet to be read. */
    record Answer(ApiResponse response) implements Outcome {}

    /**
     * No status line came.
     *
     * @param sent whether the server may have seen the request
     * @param why safe to show
     */
    record NoAnswer(boolean sent, String why) implements Outcome {}
}
