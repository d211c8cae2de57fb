package no.ajour.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.ajour.run.JobRunner;
import no.ajour.run.Jobs;
import no.ajour.run.RunOrder;
import no.ajour.run.SyncJob;
import no.ajour.sandbox.EventFactory;
import no.ajour.sandbox.SyntheticNin;
import no.ajour.tenant.Tenants;
import no.ajour.testing.Installation;
import no.ajour.testing.OutputWatch;
import no.ajour.testing.Postgres;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.context.ConfigurableApplicationContext;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard and the alerts speak of what the program really shows, and of pages that are really there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MonitoringTest {
    private static final String LYKKEBY = "310000019";
    private static final Pattern METRIC = Pattern.compile("\\bajour_[a-z_]+");

    private Installation ajour;
    private ConfigurableApplicationContext program;
    private String page = "";

    @BeforeAll
    void run_every_job_and_read_the_page() throws IOException, InterruptedException {
        ajour = Installation.of(Postgres.freshDatabase(), Map.of(LYKKEBY, "Lykkeby"))
                .set("ajour.console.port", "0");
        var file = ajour.write("patients.csv", "fnr\n" + SyntheticNin.number(1) + "\n");
        assertThat(ajour.ajour("patients", "import", file.toString()).exitCode())
                .isZero();
        ajour.sandbox().jft().add(LYKKEBY, new EventFactory(InstantSource.system(), 1).any(SyntheticNin.number(1), 1));
        program = ajour.configured(() -> Program.serve(false));
        for (var job : program.getBeansOfType(SyncJob.class).values()) {
            // Those that are off as they come need more than this installation has.
            if (!program.getBean(Jobs.class).of(job.name()).enabled()) {
                continue;
            }
            program.getBean(JobRunner.class)
                    .run(job, program.getBean(Tenants.class).tenants(), RunOrder.now(false), ended -> {});
        }
        ajour.database().sql("""
                        insert into ajour.dead_letter (job, tenant, record, cause, message, run_id)
                        select 'journal-events', :tenant, 'Bundle/1', 'no-id', 'no id', min(id) from ajour.run
                        """).param("tenant", LYKKEBY).update();
        page = page();
    }

    @AfterAll
    void remove() throws IOException {
        program.close();
        ajour.close();
    }

    @Test
    void what_is_shown_is_right() {
        assertThat(values("ajour_runs_seconds_count")).contains("{job=\"digital-active\",outcome=\"done\"} 2");
        assertThat(values("ajour_records_total")).anyMatch(line -> line.contains("line=\"received\""));
        assertThat(values("ajour_api_calls_seconds_count"))
                .anyMatch(line -> line.contains("api=\"jft-read\",outcome=\"2xx\""))
                .anyMatch(line -> line.contains("api=\"helsenorge\",outcome=\"2xx\""))
                .anyMatch(line -> line.contains("api=\"helseid\",outcome=\"2xx\""));
        assertThat(values("ajour_tokens_total"))
                .contains("{outcome=\"refused\"} 0.0", "{outcome=\"failed\"} 0.0")
                .doesNotContain("{outcome=\"granted\"} 0.0");
        assertThat(values("ajour_job_state"))
                .contains("{job=\"journal-events\",state=\"ok\",tenant=\"" + LYKKEBY + "\"} 1.0");
        assertThat(values("ajour_dead_letters"))
                .containsExactly("{cause=\"no-id\",job=\"journal-events\",tenant=\"" + LYKKEBY + "\"} 1.0");
        assertThat(values("ajour_position_limit_seconds"))
                .containsExactly("{job=\"digital-active\",position=\"offset\",tenant=\"national\"} 7344000.0");
        assertThat(values("ajour_tables_read")).containsExactly(" 1.0");
        assertThat(OutputWatch.numbersIn(page)).isEmpty();
    }

    @Test
    void every_metric_of_the_dashboard_and_the_alerts_exists() throws IOException {
        var shown = shown();

        assertThat(Stream.concat(
                                dashboardExpressions().stream(),
                                alerts().stream().map(rule -> text(rule, "expr")))
                        .flatMap(MonitoringTest::metrics))
                .isNotEmpty()
                .allMatch(shown::contains);
    }

    @Test
    void every_metric_that_exists_is_on_the_dashboard() throws IOException {
        var drawn =
                dashboardExpressions().stream().flatMap(MonitoringTest::metrics).collect(Collectors.toSet());

        assertThat(shown().stream().filter(name -> !name.matches(".*_(sum|max)")))
                .allMatch(drawn::contains);
    }

    @Test
    void dashboard_asks_for_its_data_source_and_is_otherwise_nobodys() throws IOException {
        var dashboard = dashboard();

        assertThat(dashboard.path("templating").path("list").findValuesAsString("type"))
                .contains("datasource");
        for (var panel : dashboard.path("panels")) {
            if (!panel.path("type").asString("").equals("row")) {
                assertThat(panel.path("datasource").path("uid").asString("")).isEqualTo("${datasource}");
                assertThat(panel.path("description").asString("")).isNotBlank();
            }
        }
        assertThat(dashboard.path("id").isNull()).isTrue();
        assertThat(dashboard.path("uid").asString("")).isNotBlank();
    }

    @Test
    void every_alert_says_what_it_is_what_to_do_and_where_to_read_on() throws IOException {
        var anchors = anchors(Files.readAllLines(Path.of("docs/operations.md")));
        for (var rule : alerts()) {
            var name = text(rule, "alert");
            var annotations = map(rule.get("annotations"));
            assertThat(text(annotations, "summary")).as(name).isNotBlank();
            assertThat(text(annotations, "description")).as(name).contains("`ajour ");
            var runbook = text(annotations, "runbook");
            assertThat(runbook).as(name).startsWith("docs/operations.md#");
            assertThat(anchors).as(name).contains(runbook.substring(runbook.indexOf('#') + 1));
        }
    }

    @Test
    void commands_of_the_alerts_exist() throws IOException {
        var commands = AjourCommand.commandLine().getSubcommands().keySet();
        var named = Pattern.compile("`ajour ([a-z-]+)");
        for (var rule : alerts()) {
            var description = text(map(rule.get("annotations")), "description");
            assertThat(named.matcher(description).results().map(match -> match.group(1)))
                    .as(text(rule, "alert"))
                    .isNotEmpty()
                    .allMatch(commands::contains);
        }
    }

    private List<String> values(String metric) {
        return page.lines()
                .filter(line -> line.matches(metric + "[{ ].*"))
                .map(line -> line.substring(metric.length()))
                .toList();
    }

    private Set<String> shown() {
        return page.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", -1)[0])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> metrics(String expression) {
        return METRIC.matcher(expression).results().map(match -> match.group());
    }

    private static JsonNode dashboard() throws IOException {
        return JsonMapper.shared().readTree(Files.readString(Path.of("docs/monitoring/grafana-dashboard.json")));
    }

    private static List<String> dashboardExpressions() throws IOException {
        var dashboard = dashboard();
        var all = new ArrayList<>(dashboard.findValuesAsString("expr"));
        all.addAll(dashboard.path("templating").findValuesAsString("definition"));
        return all;
    }

    private static List<Map<String, Object>> alerts() throws IOException {
        var file = map(new Yaml().load(Files.readString(Path.of("docs/monitoring/alerts.yaml"))));
        return list(file.get("groups")).stream()
                .flatMap(group -> list(map(group).get("rules")).stream())
                .map(MonitoringTest::map)
                .toList();
    }

    private static List<String> anchors(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("#+ *", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 _-]", "")
                        .replace(' ', '-'))
                .toList();
    }

    private static String text(Map<String, Object> of, String key) {
        return String.valueOf(of.get(key));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(@Nullable Object object) {
        return (Map<String, Object>) Objects.requireNonNull(object);
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(@Nullable Object object) {
        return (List<Object>) Objects.requireNonNull(object);
    }

    private String page() throws IOException, InterruptedException {
        var port = program.getEnvironment().getRequiredProperty("local.server.port");
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/prometheus"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
