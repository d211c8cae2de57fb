package no.ajour.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import mockwebserver3.MockWebServer;
import okhttp3.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallMeterTest {

    @ParameterizedTest
    @CsvSource({
        "200,2xx", "202,2xx", "302,3xx", "400,400", "401,401", "403,403", "404,404", "410,410", "409,4xx", "429,429",
        "500,5xx", "503,5xx"
    })
    void outcome_is_told_apart_where_it_asks_for_something_else_to_be_done(int status, String outcome) {
        assertThat(CallMeter.outcome(status)).isEqualTo(outcome);
    }

    @Test
    void every_call_is_counted_by_api_and_outcome_and_one_without_an_answer_too() throws Exception {
        var meters = new SimpleMeterRegistry();
        var clients = new HttpClients(ApiFixture.bind("ajour.http", HttpSettings.class, Map.of()), meters);
        var sender = clients.sender("jft-read", ApiFixture.bind("limits", Limits.class, Map.of()));
        Request request;
        try (var server = new MockWebServer()) {
            server.start();
            request = new Request.Builder().url(server.url("/")).build();
            server.enqueue(ApiFixture.response(200).build());
            server.enqueue(ApiFixture.response(503).build());
            for (int i = 0; i < 2; i++) {
                ((Outcome.Answer) sender.send("test", null, request)).response().close();
            }
        }
        assertThat(sender.send("test", null, request)).isInstanceOf(Outcome.NoAnswer.class);

        for (var outcome : new String[] {"2xx", "5xx", "no_answer"}) {
            assertThat(meters.get("ajour.api.calls")
                            .tags("api", "jft-read", "outcome", outcome)
                            .timer()
                            .count())
                    .as(outcome)
                    .isEqualTo(1);
        }
    }
}
