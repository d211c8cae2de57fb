package no.ajour.database;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Whether the roles of {@code sql/beforeMigrate__roles.sql} are there and own the schema. Where not, the role that migrates
 * owns everything and nobody else is let in.
 */
public final class DatabaseRoles {

    private static final String MISSING = """
            select role
            from unnest(array['ajour_owner', 'ajour_reader', 'ajour_job', 'ajour_consumer', 'ajour_operator',
                              'ajour_health_indicators']) with ordinality as made (role, place)
            where not exists (select from pg_roles where rolname = role)
            order by place
            """;

    private static final String OTHER_OWNERS = """
            select distinct quote_ident(pg_get_userbyid(relowner))
            from pg_class
            join pg_namespace on pg_namespace.oid = relnamespace
            where nspname in ('ajour', 'batch', 'quartz') and relkind in ('r', 'v', 'S')
              and pg_get_userbyid(relowner) <> case relkind when 'v' then 'ajour_reader' else 'ajour_owner' end
            order by 1
            """;

    private DatabaseRoles() {}

    /** What is not as it should be, to be followed by what comes of it; null if all is well. */
    public static @Nullable String fault(JdbcClient jdbc) {
        List<String> missing = jdbc.sql(MISSING).query(String.class).list();
        if (!missing.isEmpty()) {
            return "there is no role " + String.join(", ", missing);
        }
        List<String> others = jdbc.sql(OTHER_OWNERS).query(String.class).list();
        return others.isEmpty()
                ? null
                : "tables and views belong to " + String.join(", ", others)
                        + " in place of ajour_owner and ajour_reader";
    }
}
