package no.ajour.benchmark;

import com.sun.management.OperatingSystemMXBean;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import no.ajour.image.Layout;
import no.ajour.sandbox.HelsenorgeSandbox;
import no.ajour.sandbox.Sandbox;
import no.ajour.testing.AjourProgram;
import no.ajour.testing.Installation;
import no.ajour.testing.Jars;
import no.ajour.testing.Postgres;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Where the workloads run: the program as the image has it, a server, and the sandbox in this process. */
final class Stand implements AutoCloseable {
    static final String HELSENORGE_SCOPES = String.join(
            " ", HelsenorgeSandbox.CHANGES_SCOPE, HelsenorgeSandbox.CHECK_SCOPE, HelsenorgeSandbox.AREA_SCOPE);

    private static final Duration LIMIT = Duration.ofMinutes(15);

    private final Path folder;
    private final Layout layout;
    private final Path launcher;
    private final Server server;
    private final Installation installation;

    private Stand(Path folder, Layout layout, Path launcher, Server server, Installation installation) {
        this.folder = folder;
        this.layout = layout;
        this.launcher = launcher;
        this.server = server;
        this.installation = installation;
    }

    /** @param municipalities organisation number to name */
    static Stand of(Path folder, Layout layout, Server server, Map<String, String> municipalities) throws IOException {
        var launcher = Jars.ofOne(Files.createDirectories(folder), MeasuredMain.class);
        return new Stand(folder, layout, launcher, server, Installation.of(Postgres.emptyDatabase(), municipalities));
    }

    Server server() {
        return server;
    }

    Sandbox sandbox() {
        return installation.sandbox();
    }

    Stand set(String property, String value) {
        installation.set(property, value);
        return this;
    }

    /** The least that a workload needs to be right, checked after each trial. */
    interface Check {
        void of(JdbcClient database);
    }

    /**
     * Runs a job on a copy of a database.
     *
     * @param heap as {@code -Xmx} takes it
     * @param tenants whose runs are timed, from the first one's beginning to the last one's end; {@code national} may be
     *     among them
     */
    Trial run(String template, String heap, String job, String tenants, Check check) throws IOException {
        var database = server.copy(template);
        var name = database.getJdbcUrl().replaceAll(".*/", "");
        try {
            aim(database);
            sandbox().book().clear();
            server.quiet();
            var jdbc = JdbcClient.create(database);
            long before = jdbc.sql("select coalesce(max(id), 0) from ajour.run")
                    .query(Long.class)
                    .single();
            var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            long idle = system.getProcessCpuTime();
            var usage = process(heap, "run", job);
            var sandbox = Duration.ofNanos(system.getProcessCpuTime() - idle);
            check.of(jdbc);
            if (Boolean.getBoolean("benchmark.statements")) {
                steps(jdbc, before).forEach(System.out::println);
                server.slowest(name).forEach(System.out::println);
            }
            return new Trial(
                    seconds(jdbc, before, tenants),
                    usage,
                    server.statements(name),
                    sandbox().book().requests().size(),
                    sandbox);
        } finally {
            server.drop(database);
        }
    }

    /** Lets the next commands work on a database. */
    void aim(HikariDataSource database) {
        set("spring.datasource.url", database.getJdbcUrl());
        set("spring.datasource.username", database.getUsername());
        set("spring.datasource.password", database.getPassword());
    }

    /** Gives a command to the program and demands that it ends well. */
    Usage process(String heap, String... arguments) throws IOException {
        var usage = folder.resolve("usage");
        var command = new ArrayList<>(layout.java("-Xmx" + heap));
        Stream.of(System.getProperty("benchmark.java", "").split(" ", -1))
                .filter(flag -> !flag.isEmpty())
                .forEach(command::add);
        command.addAll(List.of("-cp", layout.jar() + ":" + launcher, MeasuredMain.class.getName(), usage.toString()));
        long begun = System.nanoTime();
        try (var process = installation.start(new AjourProgram(command), arguments)) {
            var result = process.end(LIMIT);
            if (result.exitCode() != 0) {
                throw new IllegalStateException(Arrays.toString(arguments) + " ended with " + result);
            }
        }
        return Usage.read(usage, Duration.ofNanos(System.nanoTime() - begun));
    }

    static void require(JdbcClient database, String question, long answer) {
        long is = database.sql(question).query(Long.class).single();
        if (is != answer) {
            throw new IllegalStateException(question + " gives " + is + ", not " + answer);
        }
    }

    /** The first steps of the newest runs, with the seconds from the first run's beginning to theirs and to their end. */
    private static List<String> steps(JdbcClient jdbc, long before) {
        return jdbc.sql("""
                        select format('%s %s %s: %s to %s s, %s chunks', run.job, run.tenant, step.step_name,
                            round(extract(epoch from step.start_time - first.begun)::numeric, 2),
                            round(extract(epoch from step.end_time - first.begun)::numeric, 2), step.commit_count)
                        from ajour.run
                        join batch.batch_step_execution step on step.job_execution_id = run.batch_job_execution_id
                        cross join (select min(started_at) at time zone 'UTC' begun from ajour.run where id > :before) first
                        where run.id > :before
                        order by step.start_time, step.step_execution_id
                        limit 20
                        """).param("before", before).query(String.class).list();
    }

    private static double seconds(JdbcClient jdbc, long before, String tenants) {
        return jdbc.sql("""
                        select extract(epoch from max(ended_at) - min(started_at)) from ajour.run
                        where id > :before and tenant ~ :tenants and state = 'completed'
                        """)
                .param("before", before)
                .param("tenants", tenants)
                .query(Double.class)
                .single();
    }

    @Override
    public void close() throws IOException {
        installation.close();
    }
}
