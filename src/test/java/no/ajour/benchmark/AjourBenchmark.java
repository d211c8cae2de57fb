package no.ajour.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import no.ajour.image.Layout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * All workloads, one after the other, and a table of them. {@code -Dbenchmark.full=true} takes their full size,
 * {@code -Dbenchmark.only=P4} those alone whose names begin so, {@code -Dbenchmark.rounds=N} sets how often each is tried, and
 * {@code -Dbenchmark.statements=true} shows what the database was busy with. To try something: {@code -Dbenchmark.image=FOLDER}
 * takes Java's arguments from another folder than {@code src/image}, and {@code -Dbenchmark.java} adds to them.
 */
class AjourBenchmark {
    private static final String ONLY = System.getProperty("benchmark.only", "");
    private static final boolean FULL = Boolean.getBoolean("benchmark.full");
    private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 3);
    private static final String TENANT = "310000019";
    private static final int MUNICIPALITIES = 357;
    private static final String READER = "310000027";

    private final List<Row> rows = new ArrayList<>();

    @Test
    void workloads(@TempDir Path temporary) throws Exception {
        quickSignaturesForTheSandbox();
        var jar = Objects.requireNonNull(System.getProperty("ajour.jar"), "ajour.jar");
        var layout = Layout.make(
                Path.of(jar), Path.of(System.getProperty("benchmark.image", "src/image")), temporary.resolve("ajour"));
        try (var server = Server.start();
                var one = Stand.of(temporary.resolve("one"), layout, server, Map.of(TENANT, "Lykkeby"))) {
            var changes =
                    new Population.Plan("changes", List.of(TENANT), size(250_000, 1_000_000), size(50_000, 200_000), 0);
            var bulk = new Population.Plan("bulk", List.of(TENANT), size(100_000, 200_000), 0, size(100_000, 200_000));
            var single = new Population.Plan("single", List.of(TENANT), size(3_000, 20_000), 0, size(3_000, 20_000));
            if (wanted("P1")) {
                add(list(temporary, layout, server, changes, "P1 change list"));
            }
            if (wanted("P2")) {
                bulk.make(server);
                add(new RefreshWorkload(one, bulk, RefreshWorkload.Call.BULK).measure("P2 refresh, bulk", ROUNDS));
            }
            if (wanted("P3")) {
                single.make(server);
                add(new RefreshWorkload(one, single, RefreshWorkload.Call.SINGLE)
                        .measure("P3 refresh, one by one", ROUNDS));
            }
            if (wanted("P4") || wanted("P5")) {
                events(temporary, layout, server);
            }
            if (wanted("P6")) {
                acknowledgements(one, server);
            }
            if (wanted("P7")) {
                StartWorkload.measure(temporary, layout).forEach(this::add);
            }
            if (wanted("P8")) {
                municipalities(temporary, layout, server, changes, bulk);
            }
        }
        var table = Row.table(rows);
        table.forEach(System.out::println);
        Files.write(Path.of("target/benchmark.txt"), table);
    }

    // Told at once: the table comes when all is done.
    private void add(Row row) {
        System.out.println(Row.table(List.of(row)).get(1));
        rows.add(row);
    }

    private static int size(int ordinary, int full) {
        return FULL ? full : ordinary;
    }

    // Read by a municipality that has no patients itself, so that nobody is asked about.
    private Row list(Path temporary, Layout layout, Server server, Population.Plan plan, String name) throws Exception {
        plan.make(server);
        try (var reader = Stand.of(temporary.resolve("reader"), layout, server, Map.of(READER, "Leseby"))) {
            return new ChangeListWorkload(reader, plan).measure(name, ROUNDS, 0.5);
        }
    }

    private void events(Path temporary, Layout layout, Server server) throws Exception {
        var patients = new Population.Plan("patients", List.of(TENANT), 10_000, 0, 0);
        patients.make(server);
        try (var jft = Stand.of(temporary.resolve("jft"), layout, server, Map.of(TENANT, "Lykkeby"))) {
            var events = Events.make(size(20_000, 100_000), Population.numbers(0, 10_000));
            Events.serve(jft.sandbox(), TENANT, events);
            var workload = new EventsWorkload(jft, patients.template(), events);
            if (wanted("P4")) {
                add(workload.withoutLatency("P4 events", ROUNDS));
            }
            if (wanted("P5")) {
                add(workload.withLatency("P5 events, 50 ms a page", ROUNDS, Duration.ofMillis(50)));
            }
        }
    }

    private void acknowledgements(Stand stand, Server server) throws Exception {
        int events = size(3_000, 20_000);
        var journaled = new Population.Plan("journaled", List.of(TENANT), 10_000, 0, 0);
        journaled.make(server);
        Events.serve(stand.sandbox(), TENANT, Events.make(events, Population.numbers(0, 10_000)));
        Usage idle;
        try (var database = server.open(journaled.template())) {
            stand.aim(database);
            stand.process("256m", "run", "journal-events");
            idle = stand.process("256m", "run", "acknowledgements");
            new Population(database).journal();
        }
        add(new AcknowledgementWorkload(stand, journaled.template(), events)
                .measure("P6 acknowledgements", ROUNDS, idle));
    }

    private void municipalities(
            Path temporary, Layout layout, Server server, Population.Plan changes, Population.Plan bulk)
            throws Exception {
        var names = new LinkedHashMap<String, String>();
        for (int i = 0; names.size() < MUNICIPALITIES; i++) {
            names.put("%09d".formatted(320_000_000 + i), "Kommune " + i);
        }
        int patients = size(357_000, 5_600_000);
        var plan = new Population.Plan(
                "many", List.copyOf(names.keySet()), patients, patients / 5, size(patients, patients / 5));
        var list = list(temporary, layout, server, plan, "P8 change list for " + MUNICIPALITIES);
        add(grown(list, "P1", plan.patients() / (double) changes.patients()));
        try (var many = Stand.of(temporary.resolve("many"), layout, server, names)) {
            var refresh = new RefreshWorkload(many, plan, RefreshWorkload.Call.BULK)
                    .measure("P8 refresh for " + MUNICIPALITIES, 1);
            add(grown(refresh, "P2", plan.requested() / (double) bulk.requested()));
        }
    }

    private Row grown(Row row, String from, double times) {
        return rows.stream()
                .filter(one -> one.workload().startsWith(from))
                .findFirst()
                .map(smaller -> row.grownFrom(smaller, times))
                .orElse(row);
    }

    // By name: an ordinary build does not have it.
    private static void quickSignaturesForTheSandbox() {
        ServiceLoader.load(Provider.class).stream()
                .filter(provider -> provider.type().getSimpleName().equals("AmazonCorrettoCryptoProvider"))
                .forEach(provider -> Security.insertProviderAt(provider.get(), 1));
    }

    private static boolean wanted(String name) {
        return name.startsWith(ONLY);
    }
}
