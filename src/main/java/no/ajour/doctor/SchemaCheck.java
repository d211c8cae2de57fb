package no.ajour.doctor;

import java.util.List;
import no.ajour.database.SchemaVersion;

/** Whether the schema is the one that this version of the program wants. */
final class SchemaCheck implements Check {
    private final Database database;
    private final Parts parts;

    SchemaCheck(Database database, Parts parts) {
        this.database = database;
        this.parts = parts;
    }

    @Override
    public String name() {
        return "schema";
    }

    @Override
    public List<Finding> findings() {
        var jdbc = database.connected();
        parts.get(SchemaVersion.class).check();
        String newest = jdbc.sql("""
                        select 'V' || version || ' ' || description from ajour.flyway_schema_history
                        where version is not null order by installed_rank desc limit 1
                        """).query(String.class).single();
        return List.of(Finding.ok(name(), null, "up to date: " + newest));
    }
}
