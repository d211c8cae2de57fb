package no.ajour.doctor;

import java.sql.SQLException;
import java.util.List;
import no.ajour.failure.Redaction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whether the database answers, is PostgreSQL of a version that will do, and can be written to. */
final class DatabaseCheck implements Check {
    private static final int OLDEST = 14;
    private static final int LONGEST = 300;

    private final Database database;

    DatabaseCheck(Database database) {
        this.database = database;
    }

    @Override
    public String name() {
        return "database";
    }

    @Override
    public List<Finding> findings() {
        JdbcClient jdbc;
        try {
            jdbc = database.connect();
        } catch (SQLException e) {
            return List.of(Finding.wrong(name(), null, Redaction.of(e.getMessage(), LONGEST), fix(e.getSQLState())));
        }
        var server = jdbc.sql("""
                        select current_setting('server_version') as version,
                               current_setting('server_version_num')::int / 10000 as major,
                               current_database() as name,
                               current_user as role,
                               current_setting('transaction_read_only') = 'on' as read_only
                        """).query(Server.class).single();
        String found = "PostgreSQL %s at %s/%s as %s"
                .formatted(server.version().split(" ", 2)[0], database.place(), server.name(), server.role());
        if (server.major() < OLDEST) {
            return List.of(Finding.wrong(name(), null, found, "use PostgreSQL " + OLDEST + " or later"));
        }
        if (server.readOnly()) {
            return List.of(Finding.wrong(
                    name(),
                    null,
                    found + " can only be read",
                    "let spring.datasource.url name the primary server, not a standby, and the role not be read-only"));
        }
        return List.of(Finding.ok(name(), null, found));
    }

    private record Server(String version, int major, String name, String role, boolean readOnly) {}

    // SQLSTATE, PostgreSQL's appendix A.
    private static String fix(@Nullable String state) {
        String known = state == null ? "" : state;
        if (known.startsWith("28")) {
            return "correct spring.datasource.username and password, or the server's pg_hba.conf";
        }
        if (known.startsWith("3D")) {
            return "correct the database's name in spring.datasource.url, or create the database";
        }
        if (known.equals("53300")) {
            return "raise max_connections of the server, or put a pooling proxy in front of it";
        }
        if (known.startsWith("57P")) {
            return "wait until the server has started";
        }
        return "check host and port in spring.datasource.url, that PostgreSQL is up, and any firewall between";
    }
}
