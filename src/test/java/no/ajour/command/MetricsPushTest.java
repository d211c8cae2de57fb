package no.ajour.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import no.ajour.sandbox.SyntheticNin;
import no.ajour.testing.Installation;
import no.ajour.testing.OutputWatch;
import no.ajour.testing.Postgres;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a short run leaves at a collector before it ends. */
class MetricsPushTest {
    private static final String LYKKEBY = "310000019";

    private final MockWebServer collector = new MockWebServer();
    private Installation ajour;

    @BeforeEach
    void install() throws IOException {
        collector.start();
        ajour = Installation.of(Postgres.freshDatabase(), Map.of(LYKKEBY, "Lykkeby"))
                .set("ajour.metrics.otlp.url", collector.url("/v1/metrics").toString())
                .set("ajour.metrics.otlp.headers.authorization", "Bearer of-the-collector");
        var file = ajour.write("patients.csv", "fnr\n" + SyntheticNin.number(1) + "\n");
        assertThat(ajour.ajour("patients", "import", file.toString()).exitCode())
                .isZero();
    }

    @AfterEach
    void remove() throws IOException {
        collector.close();
        ajour.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cumulative", "delta"})
    void run_is_pushed_once_with_its_counts_and_the_gauges_of_the_tables(String temporality) throws Exception {
        collector.enqueue(new MockResponse.Builder().code(200).build());
        ajour.set("ajour.metrics.otlp.temporality", temporality);

        assertThat(ajour.ajour("run", "digital-active").exitCode()).isZero();

        assertThat(collector.getRequestCount()).isEqualTo(1);
        var request = Objects.requireNonNull(collector.takeRequest(1, TimeUnit.SECONDS));
        assertThat(request.getTarget()).isEqualTo("/v1/metrics");
        assertThat(request.getHeaders().get("authorization")).isEqualTo("Bearer of-the-collector");
        assertThat(request.getHeaders().get("content-type")).isEqualTo("application/x-protobuf");
        var body = Objects.requireNonNull(request.getBody());
        var metrics = metrics(body);
        assertThat(metrics)
                .containsKeys(
                        "ajour.runs",
                        "ajour.records",
                        "ajour.api.calls",
                        "ajour.tokens",
                        "ajour.job.last.success",
                        "ajour.job.state",
                        "ajour.position.age.seconds",
                        "ajour.tables.read");
        // One national run, and one of the municipality.
        assertThat(Objects.requireNonNull(metrics.get("ajour.runs"))
                        .getHistogram()
                        .getDataPoints(0)
                        .getCount())
                .isEqualTo(2);
        assertThat(OutputWatch.numbersIn(body.string(StandardCharsets.ISO_8859_1)))
                .isEmpty();
    }

    @Test
    void collector_that_is_down_is_one_line_and_changes_no_exit_code() {
        collector.close();

        assertThat(warningsOfARun())
                .singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING)
                .contains("ajour.metrics.otlp.url", "no connection could be made");
    }

    @Test
    void collector_that_refuses_is_named_with_its_status() {
        collector.enqueue(new MockResponse.Builder().code(401).build());

        assertThat(warningsOfARun())
                .singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING)
                .contains("it answered 401");
    }

    @Test
    void collector_that_never_answers_holds_nobody_up() {
        collector.enqueue(
                new MockResponse.Builder().headersDelay(1, TimeUnit.MINUTES).build());
        ajour.set("ajour.metrics.otlp.within", "300ms");

        long begun = System.nanoTime();
        assertThat(ajour.ajour("run", "digital-active").exitCode()).isZero();

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(50));
    }

    @Test
    void commands_that_make_no_run_push_nothing() {
        assertThat(ajour.ajour("status").exitCode()).isZero();
        assertThat(ajour.ajour("doctor").out()).isNotEmpty();

        assertThat(collector.getRequestCount()).isZero();
    }

    // Of a process, whose log is of nothing else.
    private List<String> warningsOfARun() {
        var run = ajour.start("run", "digital-active").end(Duration.ofMinutes(1));
        assertThat(run.exitCode()).as("%s", run).isZero();
        return run.err().lines().filter(line -> line.contains(" WARN ")).toList();
    }

    private static Map<String, Metric> metrics(ByteString body) throws InvalidProtocolBufferException {
        return ExportMetricsServiceRequest.parseFrom(body.toByteArray()).getResourceMetricsList().stream()
                .flatMap(resource -> resource.getScopeMetricsList().stream())
                .flatMap(scope -> scope.getMetricsList().stream())
                .collect(Collectors.toMap(Metric::getName, metric -> metric, (one, other) -> one));
    }
}
