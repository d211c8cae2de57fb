package no.ajour.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import no.ajour.image.Layout;
import no.ajour.sandbox.Citizen;
import no.ajour.sandbox.SyntheticNin;
import no.ajour.testing.Installation;
import no.ajour.testing.Postgres;

/**
 * P7: a run with nothing to do, from the start of its process to its end, in the layout that the image has. The floor is a
 * JVM that opens one connection and selects 1, with the same arguments and a cache of classes of its own; beside it, what
 * Spring Boot alone takes for that.
 */
final class StartWorkload {
    private static final int ROUNDS = Integer.getInteger("benchmark.start.rounds", 5);
    private static final String FLOOR = "floor";
    private static final String BOOT = "Spring Boot alone, selecting 1";
    private static final String TENANT = "310000019";
    private static final double MOST_SECONDS = 0.9;
    private static final long MOST_BYTES = 160L << 20;

    private StartWorkload() {}

    static List<Row> measure(Path temporary, Layout layout) throws Exception {
        var database = Postgres.freshDatabase();
        try (var installation = Installation.of(database, Map.of(TENANT, "Lykkeby"))) {
            installation.sandbox().helsenorge().everyoneElse(fnr -> Citizen.ACTIVE);
            var list = installation.write("list.csv", "orgnr;fnr\n" + TENANT + ";" + SyntheticNin.number(0) + "\n");
            assertThat(installation.ajour("patients", "import", list.toString()).exitCode())
                    .isZero();
            var workloads = new LinkedHashMap<String, Supplier<ProcessBuilder>>();
            workloads.put(FLOOR, Floor.process(temporary, SelectOne.class, Floor.driver(), database));
            workloads.put(BOOT, Floor.process(temporary, BootAlone.class, layout.libraries(), database));
            for (var job : List.of("digital-active", "journal-events", "acknowledgements")) {
                assertThat(installation.ajour("run", job).exitCode()).isZero();
                workloads.put("P7 " + job + ", nothing to do", () -> run(layout, job, installation));
            }
            return rows(measure(workloads));
        }
    }

    // Turn by turn, so that whatever else the machine does meets all of them.
    private static Map<String, List<Measured>> measure(Map<String, Supplier<ProcessBuilder>> workloads)
            throws IOException, InterruptedException {
        var measured = new LinkedHashMap<String, List<Measured>>();
        for (int round = -1; round < ROUNDS; round++) {
            for (var workload : workloads.entrySet()) {
                var one = Measured.of(workload.getValue().get());
                // The first round warms the disk's cache.
                if (round >= 0) {
                    measured.computeIfAbsent(workload.getKey(), name -> new ArrayList<>())
                            .add(one);
                }
            }
        }
        return measured;
    }

    private static List<Row> rows(Map<String, List<Measured>> measured) {
        double floor = seconds(Objects.requireNonNull(measured.get(FLOOR)));
        var rows = new ArrayList<Row>();
        measured.forEach((workload, all) -> {
            long rss = Measured.median(all, Measured::rss);
            var costs = new Row.Costs("").with("RSS", "%.0f MB", rss / 1048576.0);
            if (workload.equals(BOOT)) {
                rows.add(new Row("P7 " + workload, seconds(all), floor, "", true, costs));
            } else if (!workload.equals(FLOOR)) {
                boolean met = seconds(all) <= MOST_SECONDS && rss <= MOST_BYTES;
                rows.add(new Row(workload, seconds(all), floor, "0.9 s", met, costs));
            }
        });
        return rows;
    }

    private static double seconds(List<Measured> all) {
        return Measured.median(all, Measured::wall).toMillis() / 1000.0;
    }

    private static ProcessBuilder run(Layout layout, String job, Installation installation) {
        var command = new ArrayList<>(layout.program().command());
        command.addAll(List.of("run", job));
        return Measured.quiet(command, installation.folder());
    }
}
