package no.ajour.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import no.ajour.testing.Installation;
import no.ajour.testing.Postgres;
import org.junit.jupiter.api.Test;

/** {@code ajour serve} as a process of its own. */
class ServeProcessTest {

    @Test
    void sigterm_ends_it_in_good_order() throws IOException {
        int port = freePort();
        try (var ajour = Installation.of(Postgres.freshDatabase(), Map.of("310000019", "Lykkeby"))) {
            ajour.set("ajour.console.port", String.valueOf(port));
            try (var process = ajour.start("serve")) {
                await().atMost(Duration.ofMinutes(1)).until(() -> isReady(port));

                process.terminate();

                var end = process.end(Duration.ofSeconds(30));
                assertThat(end.exitCode()).isEqualTo(143);
                assertThat(end.out().strip()).isEqualTo("Serving on 127.0.0.1, port " + port);
                assertThat(end.err()).contains("Jobs are started by the clock").doesNotContain("WARN", "ERROR");
            }
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean isReady(int port) throws InterruptedException {
        var readiness = URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness");
        try (var http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(readiness).build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
