package no.ajour.digitalactive;

import java.time.InstantSource;
import java.util.List;
import no.ajour.position.Position;
import no.ajour.position.Positions;
import no.ajour.run.Equation;
import no.ajour.run.FetchAhead;
import no.ajour.run.Line;
import no.ajour.run.Run;
import no.ajour.run.Steps;
import no.ajour.tenant.Tenant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.step.Step;

/** Changes from Helsenorge's list, which is national: read once for all tenants. */
final class ChangeFeed implements ChangeSource {
    static final String OFFSET = "offset";

    private static final Logger log = LoggerFactory.getLogger(ChangeFeed.class);

    private final Steps steps;
    private final Positions positions;
    private final GapRule gaps;
    private final ChangeListApi api;
    private final LocalList list;
    private final ChangeListWriter writer;
    private final InstantSource clock;

    ChangeFeed(
            Steps steps,
            Positions positions,
            GapRule gaps,
            ChangeListApi api,
            LocalList list,
            ChangeListWriter writer,
            InstantSource clock) {
        this.steps = steps;
        this.positions = positions;
        this.gaps = gaps;
        this.api = api;
        this.list = list;
        this.writer = writer;
        this.clock = clock;
    }

    @Override
    public boolean national() {
        return true;
    }

    @Override
    public List<Step> nationalSteps(Run run) {
        return List.of(steps.<Poll>step(
                run,
                "change-list",
                1,
                new FetchAhead<>("change-list", 1, sink -> sink.put(poll(run))),
                (polls, tally) -> polls.forEach(poll -> writer.write(run, poll, tally)),
                Equation.of(Line.RECEIVED, Line.MATCHED, Line.REPEATED, Line.UNMATCHED, Line.MALFORMED, Line.COVERED),
                Equation.of(Line.PERSONS, Line.REQUESTED)));
    }

    @Override
    public List<Step> steps(Run run, Tenant tenant) {
        return List.of();
    }

    private Poll poll(Run run) {
        var stored = positions.find(run.job(), run.tenant(), OFFSET);
        var from = stored.map(Position::value).orElse(null);
        var gap = gaps.reason(stored, clock.instant());
        try (var answer = api.get(from)) {
            if (gap.isPresent()) {
                log.info("{}: everyone on the lists is refreshed, since {}", run, gap.get());
                var counts = new ChangeCounts(null);
                return new Poll.Gap(from, ChangeListReader.read(answer.body(), counts), counts, gap.get());
            }
            // Loaded after the answer has begun: whoever is listed later is asked about later than the new offset.
            var local = list.load();
            var counts = new ChangeCounts(local);
            return new Poll.Changes(from, ChangeListReader.read(answer.body(), counts), counts, local);
        }
    }
}
