package no.ajour.database;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The schema as entity relationship diagrams for Mermaid, from the catalog: key columns and foreign keys alone. The
 * tables are drawn in two parts, since nearly all have a foreign key to {@code run}, and with all of them in one picture
 * nothing else could be seen in it.
 */
final class Diagrams {
    private static final String RUN = "run";

    private record Column(String table, String name, String type, String keys) {}

    private record Reference(String child, String parent, String columns, boolean nullable, boolean unique) {}

    private final List<Column> columns;
    private final List<Reference> references;
    private final Set<String> ofTenants;

    Diagrams(JdbcClient jdbc) {
        this.columns = jdbc.sql("""
                        select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
                               concat_ws(', ', case when bool_or(k.contype = 'p') then 'PK' end,
                                               case when bool_or(k.contype = 'f') then 'FK' end,
                                               case when bool_or(k.contype = 'u') then 'UK' end) as keys
                        from pg_class c
                        join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
                        join pg_constraint k on k.conrelid = c.oid and k.contype in ('p', 'f', 'u') and a.attnum = any (k.conkey)
                        where c.relnamespace = 'ajour'::regnamespace and c.relkind = 'r' and c.relname <> 'flyway_schema_history'
                        group by c.relname, a.attname, a.attnum, a.atttypid, a.atttypmod
                        order by c.relname, a.attnum
                        """).query(Column.class).list();
        this.references = jdbc.sql("""
                        select c.relname as child, p.relname as parent,
                               (select string_agg(attname, ', ' order by attnum) from pg_attribute
                                where attrelid = c.oid and attnum = any (f.conkey)) as columns,
                               exists (select from pg_attribute
                                       where attrelid = c.oid and attnum = any (f.conkey) and not attnotnull) as nullable,
                               exists (select from pg_constraint u
                                       where u.conrelid = c.oid and u.contype in ('p', 'u') and u.conkey <@ f.conkey) as unique
                        from pg_constraint f
                        join pg_class c on c.oid = f.conrelid
                        join pg_class p on p.oid = f.confrelid
                        where f.contype = 'f' and c.relnamespace = 'ajour'::regnamespace
                        order by p.relname, c.relname, columns
                        """).query(Reference.class).list();
        this.ofTenants = reachableFrom("tenant");
    }

    /** Patients, events and what belongs to them. Their foreign keys to {@code run} are left out. */
    String tablesOfTenants() {
        return diagram(
                ofTenants::contains,
                reference -> !reference.parent().equals(RUN) && ofTenants.contains(reference.child()));
    }

    /** All other tables. */
    String tablesOfTheProgram() {
        return diagram(table -> !ofTenants.contains(table), reference -> !ofTenants.contains(reference.child()));
    }

    /** The views by what they are joined on: an event where they have one, else a patient, else a tenant. */
    static String views(JdbcClient jdbc) {
        record Key(String view, String name, String type, boolean nullable) {}
        var keys = jdbc.sql("""
                        select c.relname as view, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
                               coalesce(col_description(c.oid, a.attnum) ~ 'null', false) as nullable
                        from pg_class c
                        join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
                        where c.relnamespace = 'ajour'::regnamespace and c.relkind = 'v'
                          and (a.attname = 'orgnr' and (c.relname = 'tenants' or col_description(c.oid, a.attnum) like 'Tenant%')
                               or a.attname like '%\\_id' and a.atttypid = 'bigint'::regtype)
                        order by c.relname, a.attnum
                        """).query(Key.class).list();
        var text = new StringBuilder("```mermaid\nerDiagram\n");
        var byView =
                keys.stream().collect(Collectors.groupingBy(Key::view, java.util.TreeMap::new, Collectors.toList()));
        byView.forEach((view, own) -> {
            for (var home : List.of("event_id events", "patient_id patients", "orgnr tenants")) {
                var column = home.substring(0, home.indexOf(' '));
                var parent = home.substring(home.indexOf(' ') + 1);
                var key = own.stream().filter(one -> one.name().equals(column)).findAny();
                if (key.isPresent() && !parent.equals(view)) {
                    text.append("    %s %s--o{ %s : %s\n"
                            .formatted(parent, key.get().nullable() ? "|o" : "||", view, column));
                    break;
                }
            }
        });
        byView.forEach((view, own) -> text.append(own.stream()
                .map(key -> "        " + key.type() + " " + key.name() + "\n")
                .collect(Collectors.joining("", "    " + view + " {\n", "    }\n"))));
        return text.append("```\n").toString();
    }

    private String diagram(Predicate<String> shown, Predicate<Reference> drawn) {
        var text = new StringBuilder("```mermaid\nerDiagram\n");
        references.stream()
                .filter(drawn)
                .forEach(reference -> text.append("    %s %s--%s %s : \"%s\"\n"
                        .formatted(
                                reference.parent(),
                                reference.nullable() ? "|o" : "||",
                                reference.unique() ? "o|" : "o{",
                                reference.child(),
                                reference.columns())));
        var hidden = references.stream()
                .filter(drawn.negate())
                .map(reference -> reference.child() + "." + reference.columns())
                .collect(Collectors.toSet());
        columns.stream()
                .filter(column -> shown.test(column.table()))
                .filter(column -> !hidden.contains(column.table() + "." + column.name()))
                .collect(Collectors.groupingBy(Column::table, java.util.TreeMap::new, Collectors.toList()))
                .forEach((table, own) -> text.append(own.stream()
                        .map(column -> "        %s %s %s\n"
                                .formatted(column.type().replace(' ', '_'), column.name(), column.keys()))
                        .collect(Collectors.joining("", "    " + table + " {\n", "    }\n"))));
        return text.append("```\n").toString();
    }

    private Set<String> reachableFrom(String table) {
        var found = new LinkedHashSet<String>(Set.of(table));
        boolean grown = true;
        while (grown) {
            grown = false;
            for (var reference : references) {
                if (!reference.parent().equals(RUN) && found.contains(reference.parent())) {
                    grown |= found.add(reference.child());
                }
            }
        }
        return found;
    }
}
