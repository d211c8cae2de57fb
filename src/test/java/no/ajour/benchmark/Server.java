package no.ajour.benchmark;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import no.ajour.testing.Postgres;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A PostgreSQL server as an installation has one: what is committed is on the disk, unlike in the tests. Databases are filled
 * once and copied for each trial.
 */
final class Server implements AutoCloseable {
    private final EmbeddedPostgres server;
    private final AtomicInteger copies = new AtomicInteger();

    private Server(EmbeddedPostgres server) {
        this.server = server;
    }

    static Server start() throws IOException {
        return new Server(EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("shared_buffers", "1GB")
                .setServerConfig("max_wal_size", "8GB")
                .setServerConfig("shared_preload_libraries", "pg_stat_statements")
                .start());
    }

    /** A database with the schema, to be filled. */
    HikariDataSource create(String name) {
        admin("create database " + name);
        var database = pool(name);
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:sql")
                .defaultSchema("ajour")
                .load()
                .migrate();
        return database;
    }

    /** A copy of a database to which nobody is connected, for one trial: to be dropped after it. */
    HikariDataSource copy(String template) {
        var name = template + "_" + copies.incrementAndGet();
        duplicate(template, name);
        return pool(name);
    }

    /** Makes a copy that is to be a template itself. */
    void duplicate(String template, String name) {
        admin("create database " + name + " template " + template + " strategy file_copy");
    }

    /** A pool for a database that is there. */
    HikariDataSource open(String name) {
        return pool(name);
    }

    /** Closes a copy's pool and drops the copy. */
    void drop(HikariDataSource copy) {
        copy.close();
        admin("drop database " + copy.getJdbcUrl().replaceAll(".*/", "") + " with (force)");
    }

    /** Forgets the statements so far, and has nothing left to write from before. */
    void quiet() {
        admin("checkpoint");
        admin("create extension if not exists pg_stat_statements");
        jdbc().sql("select pg_stat_statements_reset()").query().singleRow();
    }

    /** Statements given to a database since {@link #quiet}, without those that begin and end transactions. */
    long statements(String database) {
        return count(database, "query !~* '^(begin|commit|rollback|savepoint|release|set|show)'");
    }

    private long count(String database, String which) {
        return jdbc().sql("""
                select coalesce(sum(calls), 0) from pg_stat_statements s join pg_database d on d.oid = s.dbid
                where d.datname = :database and
                """ + which)
                .param("database", database)
                .query(Long.class)
                .single();
    }

    /** What took longest in a database since {@link #quiet}: milliseconds, calls and the beginning of each statement. */
    List<String> slowest(String database) {
        return jdbc().sql("""
                select format('%8s ms %7s calls %8s rows  %s', round(total_exec_time), calls, rows,
                              left(regexp_replace(query, '\\s+', ' ', 'g'), 150))
                from pg_stat_statements s join pg_database d on d.oid = s.dbid
                where d.datname = :database order by total_exec_time desc limit 12
                """).param("database", database).query(String.class).list();
    }

    private HikariDataSource pool(String database) {
        return Postgres.pool(
                "jdbc:postgresql://localhost:" + server.getPort() + "/" + database, "postgres", "postgres");
    }

    private void admin(String statement) {
        jdbc().sql(statement).update();
    }

    private JdbcClient jdbc() {
        DataSource postgres = server.getPostgresDatabase();
        return JdbcClient.create(postgres);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
