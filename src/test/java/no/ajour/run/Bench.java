package no.ajour.run;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import javax.sql.DataSource;
import no.ajour.database.DatabaseConfiguration;
import no.ajour.position.PositionConfiguration;
import no.ajour.tenant.Tenant;
import no.ajour.testing.Postgres;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.step.Step;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A database with a job called things, whose steps each test makes up. */
final class Bench implements AutoCloseable {
    static final Tenant LYKKEBY = new Tenant("123456785", "Lykkeby", null, Tenant.Acknowledge.JOURNALED);

    final ConfigurableApplicationContext context;
    final JdbcClient jdbc;
    final Steps steps;
    final JobRunner runner;

    @Configuration(proxyBeanMethods = false)
    @Import({DatabaseConfiguration.class, RunConfiguration.class, PositionConfiguration.class})
    static class App {
        @Bean
        InstantSource clock() {
            return InstantSource.system();
        }
    }

    Bench(String... properties) {
        HikariDataSource database = Postgres.freshDatabase();
        context = new SpringApplicationBuilder(App.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.config.import=",
                        "spring.datasource.url=" + database.getJdbcUrl(),
                        "spring.datasource.username=" + database.getUsername(),
                        "spring.datasource.password=" + database.getPassword())
                .properties(properties)
                .run();
        jdbc = context.getBean(JdbcClient.class);
        steps = context.getBean(Steps.class);
        runner = context.getBean(JobRunner.class);
        jdbc.sql("create table public.thing (name text primary key)").update();
    }

    record Things(BiFunction<Run, Tenant, List<Step>> work) implements SyncJob {
        @Override
        public String name() {
            return "things";
        }

        @Override
        public List<Step> steps(Run run, Tenant tenant) {
            return work.apply(run, tenant);
        }
    }

    Outcome run(Function<Run, List<Step>> work) {
        return runner.run(job(work), List.of(LYKKEBY), RunOrder.now(false), ended -> {})
                .getFirst();
    }

    Outcome restart(Function<Run, List<Step>> work) {
        return runner.restart(job(work), runner.newest("things"), List.of(LYKKEBY), ended -> {})
                .getFirst();
    }

    static SyncJob job(Function<Run, List<Step>> work) {
        return new Things((run, tenant) -> work.apply(run));
    }

    static FetchAhead<String> reader(String... items) {
        return new FetchAhead<>("reader", 10, sink -> {
            for (var item : items) {
                sink.put(item);
            }
        });
    }

    void insert(List<? extends String> names) {
        jdbc.sql("insert into public.thing select unnest(:names::text[])")
                .param("names", names.toArray(String[]::new))
                .update();
    }

    List<String> things() {
        return texts("select name from public.thing order by name");
    }

    HikariDataSource pool() {
        try {
            return context.getBean(DataSource.class).unwrap(HikariDataSource.class);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    long count(String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }

    @Nullable
    String text(String sql) {
        return jdbc.sql(sql).query(String.class).optional().orElse(null);
    }

    List<String> texts(String sql) {
        return jdbc.sql(sql).query(String.class).list();
    }

    void update(String sql) {
        jdbc.sql(sql).update();
    }

    @Override
    public void close() {
        var pool = pool();
        context.close();
        pool.close();
    }
}
