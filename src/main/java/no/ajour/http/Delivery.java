package no.ajour.http;

/**
 * What is known of whether a request can have taken effect, for a caller that must not send it twice. It says that the
 * server may have it until the opposite is proved: no byte left, or the server itself turned it away unprocessed.
 */
public final class Delivery {
    private volatile boolean mayHaveArrived;

    /** Whether the server may have processed the request. False is a proof. */
    public boolean mayHaveArrived() {
        return mayHaveArrived;
    }

    void left() {
        mayHaveArrived = true;
    }

    void turnedAway() {
        mayHaveArrived = false;
    }
}
