package no.ajour.doctor;

import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whether the role may do what jobs do. */
final class RightsCheck implements Check {
    private static final int SHOWN = 3;

    // What operators did is only ever added to. Identity columns need no right to their sequence. The order of
    // conditions is the planner's, so case guards what
    // fails for anything but a sequence.
    private static final String LACKING = """
            select format('schema %I', nspname) as object, 'usage' as rights
            from pg_namespace
            where nspname in ('ajour', 'batch') and not has_schema_privilege(oid, 'usage')
            union all
            select format('%I.%I', nspname, relname), string_agg(name, ', ' order by place)
            from pg_class
            join pg_namespace on pg_namespace.oid = relnamespace
            cross join (values (1, 'select'), (2, 'insert'), (3, 'update'), (4, 'delete')) as privilege (place, name)
            where nspname in ('ajour', 'batch') and relkind in ('r', 'p') and relname <> 'flyway_schema_history'
              and not (relname = 'operator_action' and name in ('update', 'delete'))
              and not has_table_privilege(pg_class.oid, name)
            group by nspname, relname
            union all
            select format('%I.%I', nspname, relname), 'usage'
            from pg_class
            join pg_namespace on pg_namespace.oid = relnamespace
            where nspname in ('ajour', 'batch')
              and case relkind when 'S' then not has_sequence_privilege(pg_class.oid, 'usage') else false end
              and not exists (select from pg_depend
                              where classid = 'pg_class'::regclass and objid = pg_class.oid and deptype = 'i')
            order by 1
            """;

    private final Database database;

    RightsCheck(Database database) {
        this.database = database;
    }

    @Override
    public String name() {
        return "rights";
    }

    @Override
    public List<Finding> findings() {
        var jdbc = database.connected();
        if (jdbc.sql("select to_regnamespace('ajour') is null or to_regnamespace('batch') is null")
                .query(Boolean.class)
                .single()) {
            throw new NotPossible("there are no schemas ajour and batch yet");
        }
        String role =
                jdbc.sql("select quote_ident(current_user)").query(String.class).single();
        var findings = new ArrayList<Finding>();
        var lacking = jdbc.sql(LACKING).query(Lack.class).list();
        if (!lacking.isEmpty()) {
            findings.add(Finding.wrong(name(), null, role + " lacks " + shown(lacking), grant(role)));
        }
        if (!mayMakeTemporaryTables(jdbc)) {
            findings.add(Finding.wrong(
                    name(),
                    null,
                    role + " may not make temporary tables",
                    "grant temporary on database " + databaseName(jdbc) + " to " + role));
        }
        if (findings.isEmpty()) {
            findings.add(Finding.ok(
                    name(), null, role + " may read and write schemas ajour and batch and make temporary tables"));
        }
        return findings;
    }

    private record Lack(String object, String rights) {}

    private static String shown(List<Lack> lacking) {
        String first = lacking.stream()
                .limit(SHOWN)
                .map(lack -> lack.rights() + " on " + lack.object())
                .reduce((one, other) -> one + "; " + other)
                .orElseThrow();
        return first + (lacking.size() > SHOWN ? "; and on " + (lacking.size() - SHOWN) + " more" : "");
    }

    private static String grant(String role) {
        return """
                grant usage on schema ajour, batch to %1$s; \
                grant select, insert, update, delete on all tables in schema ajour, batch to %1$s; \
                grant usage on all sequences in schema ajour, batch to %1$s""".formatted(role);
    }

    private static boolean mayMakeTemporaryTables(JdbcClient jdbc) {
        return jdbc.sql("select has_database_privilege(current_database(), 'temporary')")
                .query(Boolean.class)
                .single();
    }

    private static String databaseName(JdbcClient jdbc) {
        return jdbc.sql("select quote_ident(current_database())")
                .query(String.class)
                .single();
    }
}
