package no.ajour.doctor;

import java.util.ArrayList;
import java.util.List;
import no.ajour.database.DatabaseRoles;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whether the role may do what jobs do. */
final class RightsCheck implements Check {
    private static final int SHOWN = 3;

    // Those that a job does not write, or not all of: afterMigrate__rights.sql grants. The order of conditions is the
    // planner's, so case guards what fails for anything but a sequence. Identity columns need no right to theirs.
    private static final String LACKING = """
            select format('schema %I', nspname) as object, 'usage' as rights
            from pg_namespace
            where nspname in ('ajour', 'batch', 'quartz') and not has_schema_privilege(oid, 'usage')
            union all
            select format('%I.%I', nspname, relname), string_agg(name, ', ' order by place)
            from pg_class
            join pg_namespace on pg_namespace.oid = relnamespace
            cross join (values (1, 'select'), (2, 'insert'), (3, 'update'), (4, 'delete')) as privilege (place, name)
            where nspname in ('ajour', 'batch', 'quartz') and relkind in ('r', 'p')
              and relname not in ('flyway_schema_history', 'change', 'feed', 'consumer_tenant', 'to_journal', 'rejection',
                                  'dead_letter_payload', 'operator_action')
              and not has_table_privilege(pg_class.oid, name)
            group by nspname, relname
            union all
            select format('%I.%I', nspname, relname), 'usage'
            from pg_class
            join pg_namespace on pg_namespace.oid = relnamespace
            where nspname in ('ajour', 'batch', 'quartz')
              and case relkind when 'S' then not has_sequence_privilege(pg_class.oid, 'usage') else false end
              and not exists (select from pg_depend
                              where classid = 'pg_class'::regclass and objid = pg_class.oid and deptype = 'i')
            order by 1
            """;

    // Row level security lets owners and members of ajour_job through; whoever has other grants sees no row.
    private static final String MAY_DO_JOBS = """
            select exists (select from pg_roles
                           where (rolname = 'ajour_job'
                                  or oid = (select nspowner from pg_namespace where nspname = 'ajour'))
                             and pg_has_role(oid, 'usage'))
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
        if (jdbc.sql("select count(*) < 3 from pg_namespace where nspname in ('ajour', 'batch', 'quartz')")
                .query(Boolean.class)
                .single()) {
            throw new NotPossible("there are no schemas ajour, batch and quartz yet");
        }
        String role =
                jdbc.sql("select quote_ident(current_user)").query(String.class).single();
        var findings = new ArrayList<Finding>();
        var fault = DatabaseRoles.fault(jdbc);
        if (fault != null) {
            findings.add(Finding.warning(
                    name(),
                    null,
                    fault + ", so nobody is let in but the owner",
                    "let an administrator of the database run sql/beforeMigrate__roles.sql, then run `ajour migrate`"));
        }
        boolean member = jdbc.sql(MAY_DO_JOBS).query(Boolean.class).single();
        var lacking = jdbc.sql(LACKING).query(Lack.class).list();
        if (!member || !lacking.isEmpty()) {
            findings.add(Finding.wrong(
                    name(),
                    null,
                    role
                            + (member ? "" : " is no member of ajour_job")
                            + (lacking.isEmpty() ? "" : (member ? "" : " and") + " lacks " + shown(lacking)),
                    member ? "run `ajour migrate`, which grants what ajour_job needs" : "grant ajour_job to " + role));
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
                    name(),
                    null,
                    role + " may read and write schemas ajour, batch and quartz and make temporary tables"));
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
