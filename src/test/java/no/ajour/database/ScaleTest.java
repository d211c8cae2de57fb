package no.ajour.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.sql.DataSource;
import no.ajour.testing.Login;
import no.ajour.testing.Postgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.datasource.init.ScriptUtils;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * What consumers ask reads as many rows as it answers, however many there are. {@code scale.rows} says how many events
 * and patients; {@code mvn -Pscale verify} takes a million and writes {@code target/plans.md}. With fewer, reading a whole
 * table may be the quickest, and is forbidden: then the test shows that there is an index to use.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScaleTest {
    private static final int ROWS = Integer.getInteger("scale.rows", 20_000);
    private static final int MILLION = 1_000_000;
    private static final String INDEXES_ONLY =
            "?options=-c%20enable_seqscan=off%20-c%20enable_hashjoin=off%20-c%20enable_mergejoin=off";
    private static final int TENANTS = 357;
    private static final int TIMES = 5;

    /** Those that grow with events, patients and time. */
    private static final Set<String> LARGE =
            Set.of("event", "patient", "digital_active", "acknowledgement", "change", "to_journal");

    private HikariDataSource database;
    private final Map<String, Login> consumers = new LinkedHashMap<>();

    /** A statement and what it did. */
    private record Plan(String name, String consumer, long rows, double millis, long buffers, Set<String> indexes) {
        String line() {
            return String.format(
                    Locale.ROOT,
                    "| %s | %s | %,d | %.1f ms | %,d | %s |",
                    name,
                    consumer,
                    rows,
                    millis,
                    buffers,
                    String.join(", ", indexes));
        }
    }

    @BeforeAll
    void fill() throws IOException, SQLException {
        database = Postgres.freshDatabase();
        var script = Files.readString(Path.of("src/test/resources/no/ajour/database/scale.sql"))
                .replace(":rows", Integer.toString(ROWS))
                .replace(":tenants", Integer.toString(TENANTS));
        // One connection, since a setting of its session keeps the triggers out.
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            ScriptUtils.executeSqlScript(connection, new ByteArrayResource(script.getBytes(StandardCharsets.UTF_8)));
            for (var tenants : List.of("every", "310000019")) {
                var login = Login.in(database, "ajour_consumer");
                statement.execute("select ajour.grant_tenant('" + login.name() + "', '" + tenants + "')");
                consumers.put(tenants.equals("every") ? "every tenant" : "one of " + TENANTS, login);
            }
        }
    }

    @AfterAll
    void close() {
        consumers.values().forEach(Login::close);
        database.close();
    }

    @Test
    void what_consumers_ask_reads_no_more_than_it_answers() throws IOException {
        var plans = new ArrayList<Plan>();
        for (var consumer : consumers.entrySet()) {
            // One session, as an EHR keeps it.
            try (var session = session(consumer.getValue())) {
                questions().forEach((name, sql) -> plans.add(plan(name, sql, consumer.getKey(), session)));
            }
        }

        Files.write(
                Path.of("target/plans.md"),
                Stream.concat(
                                Stream.of(
                                        "| what | who may see | rows | median | pages | indexes |",
                                        "|---|---|--:|--:|--:|---|"),
                                plans.stream().map(Plan::line))
                        .toList());
    }

    private SingleConnectionDataSource session(Login login) {
        var url = database.getJdbcUrl() + (ROWS < MILLION ? INDEXES_ONLY : "");
        return new SingleConnectionDataSource(url, login.name(), login.password(), true);
    }

    private Map<String, String> questions() throws IOException {
        var jdbc = JdbcClient.create(database);
        var nin = jdbc.sql("select nin from ajour.patient where id = 18")
                .query(String.class)
                .single();
        var middle = jdbc.sql(
                        "select era || '-' || xid || '-' || id from ajour.change order by era, xid, id offset ? limit 1")
                .param(ROWS)
                .query(String.class)
                .single();
        long waiting = jdbc.sql("select max(event_id) from ajour.to_journal where tenant_id = 19")
                .query(Long.class)
                .single();
        var values = Map.of(
                ":after", "'" + middle + "'",
                ":patient", "18",
                ":event", Long.toString(waiting),
                ":version", "1",
                ":reference", "'J-1'",
                ":reason", "'not ours'",
                ":orgnr", "'310000019'");
        var questions = new LinkedHashMap<String, String>();
        try (var files = Files.list(Path.of("sql/consumer"))) {
            for (var file : files.filter(file -> file.toString().endsWith(".sql"))
                    .sorted()
                    .toList()) {
                var name = file.getFileName().toString();
                // Reading everything reads everything, and queueing reads nothing.
                if (!Set.of("first_read.sql", "queue_event.sql").contains(name)) {
                    int number = 0;
                    for (var statement : Files.readString(file).split(";\\s*\n", -1)) {
                        if (!statement.isBlank()) {
                            number++;
                            var sql = name.equals("poll_events.sql") ? statement.replace(":after", "0") : statement;
                            for (var value : values.entrySet()) {
                                sql = sql.replace(value.getKey(), value.getValue());
                            }
                            questions.put(name + (number > 1 ? ", " + number : ""), sql);
                        }
                    }
                }
            }
        }
        questions.put("nothing new", "select * from ajour.changes(ajour.newest_cursor())");
        questions.put("a person by number", "select * from ajour.patients where nin = '" + nin + "'");
        questions.put("status by number", "select * from ajour.digital_active_status where nin = '" + nin + "'");
        questions.put("an event", "select * from ajour.events where event_id = " + waiting);
        questions.put(
                "an event by its id in JFT",
                "select * from ajour.events where resource_type = 'Composition' and resource_id = '300'");
        questions.put("compositions of a person", "select * from ajour.compositions where patient_id = 18");
        questions.put("sections of an event", "select * from ajour.composition_sections where event_id = " + waiting);
        questions.put("dispenses of a person", "select * from ajour.medication_dispenses where patient_id = 18");
        questions.put("codings of an event", "select * from ajour.event_codings where event_id = " + waiting);
        questions.put(
                "events nobody was found for",
                "select * from ajour.unmatched_events where reason = 'no-number' order by event_id limit 100");
        questions.put(
                "refused acknowledgements",
                "select * from ajour.acknowledgements where state = 'failed' order by event_id limit 100");
        questions.put("rejected events", "select * from ajour.rejected_events order by event_id limit 100");
        return questions;
    }

    private static Plan plan(String name, String sql, String consumer, DataSource session) {
        var times = new ArrayList<Double>();
        JsonNode plan = MissingNode.getInstance();
        for (int time = 0; time < TIMES; time++) {
            plan = JsonMapper.shared().readTree(explain(sql, session)).get(0);
            times.add(plan.path("Execution Time").asDouble());
        }
        var root = plan.path("Plan");
        var nodes = new ArrayList<JsonNode>();
        collect(root, nodes);
        long rows = rows(root);
        for (var node : nodes) {
            var relation = node.path("Relation Name").asString("");
            assertThat(node.path("Node Type").asString() + " on " + relation)
                    .as("%s, for %s: %s", name, consumer, sql)
                    .isNotIn(LARGE.stream().map(table -> "Seq Scan on " + table).toList());
            // Whose it is, is decided row by row of what waits, unless the question names a tenant.
            long waiting = relation.equals("to_journal") ? ROWS / 100 : 0;
            assertThat(rows(node))
                    .as("rows of %s %s in %s, for %s", node.path("Node Type"), relation, name, consumer)
                    .isLessThanOrEqualTo(1_000 + 10 * rows + waiting);
        }
        long buffers = root.path("Shared Hit Blocks").asLong()
                + root.path("Shared Read Blocks").asLong();
        assertThat(buffers).as("pages of %s, for %s", name, consumer).isLessThan(2_000 + 40 * rows);
        var indexes = new TreeSet<String>();
        nodes.forEach(node -> Stream.ofNullable(node.get("Index Name"))
                .map(JsonNode::asString)
                .filter(index -> !index.startsWith("tenant_"))
                .forEach(indexes::add));
        times.sort(null);
        return new Plan(name, consumer, rows, times.get(TIMES / 2), buffers, indexes);
    }

    // What a function did is taken back, so that it can be done again.
    private static String explain(String sql, DataSource session) {
        var explained = new TransactionTemplate(new DataSourceTransactionManager(session)).execute(status -> {
            status.setRollbackOnly();
            return JdbcClient.create(session)
                    .sql("explain (analyze, buffers, format json) " + sql)
                    .query(String.class)
                    .single();
        });
        return Objects.requireNonNull(explained);
    }

    private static long rows(JsonNode node) {
        return Math.round((node.path("Actual Rows").asDouble()
                        + node.path("Rows Removed by Filter").asDouble())
                * node.path("Actual Loops").asDouble());
    }

    private static void collect(JsonNode node, List<JsonNode> nodes) {
        nodes.add(node);
        node.path("Plans").forEach(child -> collect(child, nodes));
    }
}
