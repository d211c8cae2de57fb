package no.ajour.journal;

import static no.ajour.journal.JournalTestApp.START;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import no.ajour.run.Line;
import no.ajour.sandbox.PublishedExamples;
import org.junit.jupiter.api.Test;

/** Resources that nobody here wrote, some of them wrong on purpose. */
class PublishedExamplesTest {

    @Test
    void every_published_example_is_stored_or_set_aside_with_a_cause() {
        try (var app = JournalTestApp.start()) {
            app.reset();
            var examples = PublishedExamples.all();
            assertThat(examples).hasSizeGreaterThan(20);
            for (int i = 0; i < examples.size(); i++) {
                app.add(examples.get(i).resource(), START.minusSeconds(examples.size() - i));
            }

            var outcome = app.run();

            long dead = outcome.balance().getOrDefault(Line.DEAD, 0L);
            assertThat(outcome.balance())
                    .containsEntry(Line.RECEIVED, (long) examples.size())
                    .containsEntry(Line.ADDED, examples.size() - dead);
            assertThat(app.texts("select distinct cause from ajour.dead_letter"))
                    .isSubsetOf(List.of("too-deep", "too-large", "not-storable"));
            assertThat(Tables.versions(app.jdbc)).hasSize((int) (examples.size() - dead));
            assertThat(app.sandbox.jft().versions(app.orgnr())).containsAll(Tables.versions(app.jdbc));
            // A Norwegian one among them has a number of the form that real persons have.
            assertThat(app.texts("select distinct unmatched from ajour.event"))
                    .containsExactlyInAnyOrder("no-number", "refused-number");
            assertThat(app.sandbox.book().violations()).isEmpty();
        }
    }
}
