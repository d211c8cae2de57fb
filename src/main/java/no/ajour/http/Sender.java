package no.ajour.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import no.ajour.failure.WrongInstallation;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Sends a request once: no retry, no redirect. */
public final class Sender {
    private final Supplier<OkHttpClient> client;
    private final String userAgent;
    private final CallMeter meter;

    Sender(Supplier<OkHttpClient> client, String userAgent, CallMeter meter) {
        this.client = client;
        this.userAgent = userAgent;
        this.meter = meter;
    }

    /**
     * Sends it and waits for the status line and headers of the answer.
     *
     * @param what for messages
     * @param correlationId for messages, or null
     * @throws no.ajour.failure.TryLater if the thread is interrupted
     * @throws WrongInstallation if the server's certificate is not trusted
     */
    public Outcome send(String what, @Nullable String correlationId, Request request) {
        return send(what, correlationId, request, () -> false, new Delivery());
    }

    /** As {@link #send(String, String, Request)}, unless it is too late when the connection stands. */
    Outcome send(
            String what, @Nullable String correlationId, Request request, BooleanSupplier tooLate, Delivery delivery) {
        var wire = new Wire(tooLate, delivery);
        Call call = client.get()
                .newCall(request.newBuilder()
                        .header("User-Agent", userAgent)
                        .tag(Wire.class, wire)
                        .build());
        var underway = meter.begin();
        try {
            Response response = Interruptible.call(what, () -> execute(call), call::cancel);
            underway.answered(response.code());
            return new Outcome.Answer(new ApiResponse(what, correlationId, call, response));
        } catch (IOException e) {
            underway.notAnswered();
            Distrust distrust = Distrust.in(e);
            if (distrust != null) {
                // Its causes tell of certificates and nothing else.
                throw new WrongInstallation(
                        what + ": the certificate of " + request.url().host() + " is not trusted, since "
                                + distrust.why(),
                        e);
            }
            return new Outcome.NoAnswer(wire.touched(), reason(e));
        }
    }

    private static Response execute(Call call) throws IOException {
        Response response = call.execute();
        if (call.isCanceled()) {
            response.close();
        }
        return response;
    }

    /** Told by kind: an exception's own message may quote what the server sent. */
    static String reason(IOException failure) {
        return kind(failure) + " (" + failure.getClass().getSimpleName() + ")";
    }

    private static String kind(IOException failure) {
        if (failure instanceof UnknownHostException) {
            return "the host name could not be resolved";
        }
        if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
            return "no connection could be made";
        }
        if (failure instanceof InterruptedIOException) {
            return "nothing came within the time limit";
        }
        if (failure instanceof SSLException) {
            return String.valueOf(failure.getMessage()).matches("(?i).*protocol[ _]version.*")
                    ? "the server speaks no TLS 1.2 or later, and nothing older is spoken here; tell its owner"
                    : "TLS failed";
        }
        return "the connection was cut or the answer was not HTTP";
    }
}
