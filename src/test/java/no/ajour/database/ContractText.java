package no.ajour.database;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The contract with EHRs as a page: the views of schema {@code ajour}, and the functions that consumers may call, as the
 * catalog of a database has them. The same text on every version of PostgreSQL.
 */
final class ContractText {
    private static final String HEAD = """
            # The contract: views and functions

            What a database of Ajour shows to consumers. This page is made from the schema itself; `ContractTest` fails when they
            differ. [database.md](database.md) tells how to use it and what may change,
            [contract-changelog.md](contract-changelog.md) what has changed.
            """;

    private static final String FHIR_PATH = "FHIRPath: ";

    private ContractText() {}

    static String of(JdbcClient jdbc) {
        var text = new StringBuilder(HEAD);
        text.append("\n## Views\n");
        jdbc.sql("""
                        select c.oid::bigint, c.relname, coalesce(obj_description(c.oid, 'pg_class'), '') as comment,
                               coalesce((select string_agg('`' || rolname || '`', ', ' order by rolname) from pg_roles
                                         where rolname in ('ajour_consumer', 'ajour_health_indicators')
                                           and has_table_privilege(oid, c.oid, 'select')), 'nobody') as readers
                        from pg_class c
                        where c.relnamespace = 'ajour'::regnamespace and c.relkind in ('v', 'm')
                        order by c.relname
                        """).query(row -> {
            text.append("\n### ajour.%s\n\n%s.\n\nFor %s.\n\n| column | type | means |\n|---|---|---|\n"
                    .formatted(row.getString("relname"), prose(row.getString("comment")), row.getString("readers")));
            columns(jdbc, row.getLong("oid"), text);
        });
        text.append("\n## Functions\n");
        jdbc.sql("""
                        select p.proname, pg_get_function_arguments(p.oid) as arguments, pg_get_function_result(p.oid) as result,
                               obj_description(p.oid, 'pg_proc') as comment
                        from pg_proc p
                        where p.pronamespace = 'ajour'::regnamespace and p.proname not like 'fhir\\_%'
                          and has_function_privilege('ajour_consumer', p.oid, 'execute')
                          and obj_description(p.oid, 'pg_proc') is not null
                        order by p.proname, pg_get_function_arguments(p.oid) collate "C"
                        """).query(row -> {
            text.append("\n### ajour.%s\n\n```\najour.%s(%s)\n    returns %s\n```\n\n%s.\n"
                    .formatted(
                            row.getString("proname"),
                            row.getString("proname"),
                            plain(row.getString("arguments")),
                            plain(row.getString("result")),
                            prose(row.getString("comment"))));
        });
        return text.toString();
    }

    /** What the changelog knows a text by: the first twelve digits of {@code sha256sum}. */
    static String digest(String text) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void columns(JdbcClient jdbc, long view, StringBuilder text) {
        jdbc.sql("""
                        select attname, format_type(atttypid, atttypmod) as type,
                               coalesce(col_description(attrelid, attnum), '') as comment
                        from pg_attribute
                        where attrelid = ?::bigint::oid and attnum > 0 and not attisdropped
                        order by attnum
                        """).param(view).query(row -> {
            text.append("| `%s` | %s | %s |\n"
                    .formatted(row.getString("attname"), row.getString("type"), prose(row.getString("comment"))));
        });
    }

    // A comment in Markdown, of which it is not written. A FHIRPath, which ends it if there is one, is code.
    private static String prose(String comment) {
        int path = comment.indexOf(FHIR_PATH);
        if (path >= 0 && comment.indexOf('`') < 0) {
            int begin = path + FHIR_PATH.length();
            return prose(comment.substring(0, path)) + FHIR_PATH + "`"
                    + comment.substring(begin).replace("|", "\\|") + "`";
        }
        return comment.replace("\\", "\\\\")
                .replace("|", "\\|")
                .replace("*", "\\*")
                .replace("`", "\\`")
                .replace("<", "&lt;")
                .replace("\n", " ");
    }

    private static String plain(String signature) {
        return signature
                .replaceAll("DEFAULT NULL::[a-z ]+", "default null")
                .replace("DEFAULT", "default")
                .replace("TABLE(", "table (")
                .replace("SETOF", "setof");
    }
}
