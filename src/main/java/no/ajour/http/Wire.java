package no.ajour.http;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** What is known of one call's way over the wire, attached to its request as a tag. */
final class Wire {
    private final BooleanSupplier tooLate;
    private final Delivery delivery;
    private volatile boolean touched;
    private volatile boolean used;

    /** @param tooLate asked at the last moment before the request leaves; true keeps it */
    Wire(BooleanSupplier tooLate, Delivery delivery) {
        this.tooLate = tooLate;
        this.delivery = delivery;
    }

    /** Whether any byte of the request may have left. False proves that the server has not seen it. */
    boolean touched() {
        return touched;
    }

    static @Nullable Wire of(Request request) {
        return request.tag(Wire.class);
    }

    /** Notes when a request begins to be written. */
    static final class Listener extends EventListener {
        @Override
        public void requestHeadersStart(Call call) {
            Wire wire = of(call.request());
            if (wire != null) {
                wire.touched = true;
                wire.delivery.left();
            }
        }
    }

    /**
     * Stops the two ways in which OkHttp sends a request again although it is told not to: a 503 with
     * {@code Retry-After: 0}, shown to it as one second, and a 421 on a shared HTTP/2 connection, made a failure.
     */
    static final class SendOnce implements Interceptor {
        @Override
        public Response intercept(Chain chain) throws IOException {
            Wire wire = of(chain.request());
            if (wire != null) {
                if (wire.used) {
                    throw new IOException("a call is sent once");
                }
                wire.used = true;
                if (wire.tooLate.getAsBoolean()) {
                    throw new IOException("it came too late to be sent");
                }
            }
            Response response = chain.proceed(chain.request());
            String retryAfter = response.header("Retry-After");
            return response.code() == 503
                            && retryAfter != null
                            && retryAfter.strip().matches("0+")
                    ? response.newBuilder().header("Retry-After", "1").build()
                    : response;
        }
    }
}
