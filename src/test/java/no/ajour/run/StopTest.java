package no.ajour.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import no.ajour.database.DatabaseConfiguration;
import no.ajour.tenant.Tenant;
import no.ajour.testing.Postgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.batch.core.step.Step;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What SIGTERM leads to: the program's context is closed while a run is under way. */
class StopTest {

    @Configuration(proxyBeanMethods = false)
    @Import({DatabaseConfiguration.class, RunConfiguration.class})
    static class App {
        @Bean
        InstantSource clock() {
            return InstantSource.system();
        }
    }

    @Test
    @Timeout(60)
    void run_ends_at_its_next_commit_and_is_waited_for_before_the_database_is_closed() throws Exception {
        try (var database = Postgres.freshDatabase()) {
            var context = new SpringApplicationBuilder(App.class)
                    .web(WebApplicationType.NONE)
                    .properties(
                            "spring.config.import=",
                            "spring.datasource.url=" + database.getJdbcUrl(),
                            "spring.datasource.username=" + database.getUsername(),
                            "spring.datasource.password=" + database.getPassword())
                    .run();
            var steps = context.getBean(Steps.class);
            var read = new AtomicInteger();
            var inside = new CountDownLatch(1);
            var told = new CountDownLatch(1);
            SyncJob job = new SyncJob() {
                @Override
                public String name() {
                    return "things";
                }

                @Override
                public List<Step> steps(Run run, Tenant tenant) {
                    return List.of(steps.step(run, "things", 1, endless(read), (items, tally) -> {
                        tally.add(Line.ADDED, 1);
                        inside.countDown();
                        await(told);
                    }));
                }
            };
            var tenants = List.of(new Tenant("123456785", "", null, Tenant.Acknowledge.JOURNALED));
            var outcome = new FutureTask<>(() -> context.getBean(JobRunner.class)
                    .run(job, tenants, RunOrder.now(false), ended -> {})
                    .getFirst());
            Thread.ofPlatform().start(outcome);
            await(inside);

            var closing = Thread.ofPlatform().start(context::close);
            while (!context.getBean(StopSignals.class).allRequested()) {
                Thread.onSpinWait();
            }
            told.countDown();
            closing.join();

            assertThat(outcome.get(5, TimeUnit.SECONDS).code()).isEqualTo(ExitCode.STOPPED);
            var jdbc = JdbcClient.create(database);
            assertThat(jdbc.sql("select state || ' ' || exit_code || ' ' || balance from ajour.run")
                            .query(String.class)
                            .single())
                    .as("what was read before the stop is stored, and nothing is begun after it")
                    .isEqualTo("stopped 143 {\"added\": " + read + "}");
            assertThat(jdbc.sql("select holder is null from ajour.lease")
                            .query(Boolean.class)
                            .single())
                    .isTrue();
            assertThat(jdbc.sql("select status from batch.batch_step_execution")
                            .query(String.class)
                            .single())
                    .isEqualTo("STOPPED");
        }
    }

    private static FetchAhead<String> endless(AtomicInteger read) {
        return new FetchAhead<>("endless", 1, sink -> {
            while (!sink.stopped()) {
                sink.put("a");
                read.incrementAndGet();
            }
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
