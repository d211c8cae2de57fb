package no.ajour.document;

import java.sql.Types;
import java.time.InstantSource;
import java.util.List;
import no.ajour.document.Piece.End;
import no.ajour.document.Piece.Failed;
import no.ajour.document.Piece.Gone;
import no.ajour.document.Piece.Part;
import no.ajour.document.Piece.Postponed;
import no.ajour.document.Piece.Refused;
import no.ajour.document.Piece.Whole;
import no.ajour.run.ChunkWriter;
import no.ajour.run.DeadLetter;
import no.ajour.run.DeadLetters;
import no.ajour.run.Line;
import no.ajour.run.Run;
import no.ajour.run.Tally;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Stores documents. The parts of one are rows that nobody reads; the transaction that stores its end makes the document of
 * them, settles the request and deletes the parts, all or nothing. So no half document can be read at any moment.
 */
final class DocumentWriter implements ChunkWriter<Piece> {
    private static final String PART =
            "insert into ajour.document_part (document_id, number, part) values (:document, :number, :part)";

    private static final String DROP_PARTS = "delete from ajour.document_part where document_id = :document";

    // The parts are put together by the server, so that this process never holds all of them.
    private static final String WHOLE = """
            update ajour.document d
            set content = case when :file::text is null
                          then (select string_agg(part, ''::bytea order by number)
                                from ajour.document_part where document_id = d.id) end,
                content_file = :file, content_type = :type, content_length = :length, content_sha256 = decode(:sha256, 'hex'),
                retrieved_at = :now::timestamptz, fetch_state = 'fetched', fetch_failure = null,
                fetched_version = :version, event_id = :event, run_id = :run
            where id = :document
            returning content is null or sha256(content) = content_sha256
            """;

    private static final String NOTHING = """
            update ajour.document
            set fetch_state = :state, fetch_failure = :why, event_id = coalesce(:event, event_id), run_id = :run
            where id = :document
            """;

    private final JdbcClient jdbc;
    private final Queue queue;
    private final DeadLetters letters;
    private final FetchSettings settings;
    private final InstantSource clock;
    private final Run run;

    DocumentWriter(
            JdbcClient jdbc, Queue queue, DeadLetters letters, FetchSettings settings, InstantSource clock, Run run) {
        this.jdbc = jdbc;
        this.queue = queue;
        this.letters = letters;
        this.settings = settings;
        this.clock = clock;
        this.run = run;
    }

    @Override
    public void write(List<? extends Piece> pieces, Tally tally) {
        for (var piece : pieces) {
            switch (piece) {
                case Part part -> keep(part);
                case End end -> tally.add(Line.QUEUED, 1).add(end(end), 1);
            }
        }
    }

    private void keep(Part part) {
        jdbc.sql(PART)
                .param("document", part.wanted().document())
                .param("number", part.number())
                .param("part", part.bytes())
                .update();
    }

    private Line end(End end) {
        var wanted = end.wanted();
        var line =
                switch (end.came()) {
                    case Whole whole -> whole(end, whole);
                    case Gone gone -> {
                        nothing(end, "gone", gone.why());
                        letters.resolve(run, List.of(wanted.toString()));
                        yield Line.GONE;
                    }
                    case Refused refused -> dead(end, "refused", refused.cause(), refused.why());
                    case Failed failed -> dead(end, "failed", failed.cause(), failed.why());
                    case Postponed postponed -> {
                        queue.postpone(wanted, settings.pause());
                        yield Line.POSTPONED;
                    }
                };
        jdbc.sql(DROP_PARTS).param("document", wanted.document()).update();
        if (line != Line.POSTPONED) {
            queue.settle(wanted);
        }
        return line;
    }

    private Line whole(End end, Whole whole) {
        var wanted = end.wanted();
        var right = jdbc.sql(WHOLE)
                .param("file", whole.file(), Types.VARCHAR)
                .param("type", whole.type())
                .param("length", whole.length())
                .param("sha256", whole.sha256())
                .param("now", clock.instant().toString())
                .param("version", wanted.version())
                .param("event", end.eventId(), Types.VARCHAR)
                .param("run", run.id())
                .param("document", wanted.document())
                .query(Boolean.class)
                .optional();
        if (right.isPresent() && !right.get()) {
            throw new IllegalStateException("What is stored of " + wanted + " is not what came");
        }
        letters.resolve(run, List.of(wanted.toString()));
        // A person who was forgotten meanwhile took the document along.
        return right.isPresent() ? Line.FETCHED : Line.GONE;
    }

    private Line dead(End end, String state, String cause, String why) {
        nothing(end, state, why);
        letters.add(run, List.of(new DeadLetter(end.wanted().toString(), cause, why)));
        return Line.DEAD;
    }

    private void nothing(End end, String state, String why) {
        jdbc.sql(NOTHING)
                .param("state", state)
                .param("why", why)
                .param("event", end.eventId(), Types.VARCHAR)
                .param("run", run.id())
                .param("document", end.wanted().document())
                .update();
    }
}
