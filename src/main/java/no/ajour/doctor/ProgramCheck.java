package no.ajour.doctor;

import java.util.List;

/** Whether the whole program can be put together: settings may each be right and still not fit each other. */
final class ProgramCheck implements Check {
    private final Settings settings;
    private final Database database;
    private final Parts parts;

    ProgramCheck(Settings settings, Database database, Parts parts) {
        this.settings = settings;
        this.database = database;
        this.parts = parts;
    }

    @Override
    public String name() {
        return "program";
    }

    @Override
    public List<Finding> findings() {
        parts.settings().forEach(settings::require);
        database.connected();
        var reasons = parts.make();
        return reasons.isEmpty()
                ? List.of(Finding.ok(name(), null, "every part of the jobs starts"))
                : reasons.stream()
                        .map(reason -> Finding.wrong(name(), null, reason))
                        .toList();
    }
}
