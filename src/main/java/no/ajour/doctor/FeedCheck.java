package no.ajour.doctor;

import java.time.OffsetDateTime;
import java.util.List;
import no.ajour.report.FeedQuery;

/** Whether consumers of the change feed get what is committed. */
final class FeedCheck implements Check {
    private final Database database;

    FeedCheck(Database database) {
        this.database = database;
    }

    @Override
    public String name() {
        return "feed";
    }

    @Override
    public List<Finding> findings() {
        var jdbc = database.connected();
        if (jdbc.sql("select to_regprocedure('ajour.feed_held_back()') is null")
                .query(Boolean.class)
                .single()) {
            throw new NotPossible("there is no change feed yet");
        }
        var now = jdbc.sql("select clock_timestamp()")
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
        return new FeedQuery(jdbc)
                .heldBack()
                .filter(held -> held.isTooLong(now))
                .map(held -> Finding.warning(
                        name(), null, "changes since " + held.since() + " cannot be told to EHRs", held.advice()))
                .map(List::of)
                .orElseGet(() -> List.of(Finding.ok(name(), null, "changes are told to EHRs")));
    }
}
