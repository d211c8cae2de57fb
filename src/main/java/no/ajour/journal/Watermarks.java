package no.ajour.journal;

import static java.util.Objects.requireNonNull;

import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import no.ajour.failure.WrongInstallation;
import no.ajour.position.Position;
import no.ajour.position.Positions;
import no.ajour.run.Run;
import no.ajour.run.Tally;
import org.jspecify.annotations.Nullable;

/**
 * The watermarks of one run of the job: where its walks begin, and how far the positions move with them.
 *
 * <p>Nothing is lost: a watermark moves only in the transaction of the last page of a walk, whose pages were all stored
 * before, be it in this run or in one that it goes on with.
 */
final class Watermarks {
    private final Run run;
    private final Positions positions;
    private final UnfinishedWalks unfinished;
    private final JournalSettings settings;
    private final Map<EventType, Watermark> watermarks = new ConcurrentHashMap<>();

    Watermarks(Run run, Positions positions, UnfinishedWalks unfinished, JournalSettings settings) {
        this.run = run;
        this.positions = positions;
        this.unfinished = unfinished;
        this.settings = settings;
    }

    /** The run's walk through a type: what is new since its watermark, or everything in a full run. */
    Walk walk(EventType type) {
        var watermark = read(type);
        watermarks.put(type, watermark);
        var time = run.full() ? null : watermark.time();
        return new Walk(
                type,
                time == null ? null : time.minus(settings.overlap()),
                null,
                unfinished.find(run, type, startedFrom(watermark)));
    }

    /** Keeps how far a walk has come, in the transaction that stores its page. */
    void passed(Page page, Tally tally) {
        var type = page.type();
        var watermark = requireNonNull(watermarks.get(type));
        if (!tally.isWithinBudget()) {
            // Or the next run would go on behind the letters that broke the budget, with a budget of its own.
            unfinished.forget(run, type);
        } else if (page.isLast()) {
            unfinished.forget(run, type);
            var move = watermark.after(page.progress());
            if (move != null) {
                positions.move(run, type.resourceType(), move.from(), move.to());
            }
        } else {
            unfinished.save(run, type, startedFrom(watermark), page.progress());
        }
    }

    private @Nullable String startedFrom(Watermark watermark) {
        return run.full() ? null : watermark.stored();
    }

    private Watermark read(EventType type) {
        var stored =
                positions.find(run.job(), run.tenant(), type.resourceType()).map(Position::value);
        try {
            return stored.map(Watermark::at).orElseGet(Watermark::none);
        } catch (DateTimeParseException e) {
            throw new WrongInstallation("The position of " + type.resourceType() + " in ajour.position for " + run.job()
                    + " and " + run.tenant() + " is no time. Correct it, or delete it to read everything again.");
        }
    }
}
