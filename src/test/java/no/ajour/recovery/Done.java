package no.ajour.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.ajour.sandbox.Book;

/**
 * What a run has done before it was stopped, and is not to be done again.
 *
 * @param book how long each ledger was
 * @param refreshed numbers that were asked about and whose answers are stored
 * @param indicated numbers whose health indicator is stored
 * @param searched numbers whose documents are listed
 * @param fetched unique ids of documents that are stored
 * @param stored versions of events that are stored, of types whose walk had not come to its end
 */
record Done(
        Lengths book,
        Set<String> refreshed,
        Set<String> indicated,
        Set<String> searched,
        Set<String> fetched,
        Set<Book.Version> stored) {

    /** Entries of the sandbox's book. */
    record Lengths(int asked, int changeLists, int served, int indicatorsAsked, int documentsAsked, int documentAsked) {
        static Lengths of(Book book) {
            return new Lengths(
                    book.asked().size(),
                    book.changeLists().size(),
                    book.served().size(),
                    book.indicatorsAsked().size(),
                    book.documentsAsked().size(),
                    book.documentAsked().size());
        }
    }

    static Done of(World world, String tenant) {
        var book = world.sandbox().book();
        var open = strings(world, """
                select nin from ajour.refresh_request join ajour.patient on patient.id = patient_id
                """);
        var unfinished = Stream.of("Bundle", "Composition", "MedicationDispense")
                .filter(type -> world.count("select count(*) from ajour.position where name = '" + type + "'") == 0)
                .collect(Collectors.toSet());
        var stored = strings(world, "select resource_type || '/' || resource_id from ajour.event");
        return new Done(
                Lengths.of(book),
                book.numbersAsked().filter(fnr -> !open.contains(fnr)).collect(Collectors.toSet()),
                strings(world, "select nin from ajour.health_indicator join ajour.patient on patient.id = patient_id"),
                strings(world, "select nin from ajour.document_search join ajour.patient on patient.id = patient_id"),
                strings(world, "select document_unique_id from ajour.documents where state = 'fetched'"),
                book.servedTo(tenant).stream()
                        .filter(version -> unfinished.contains(version.type())
                                && stored.contains(version.type() + "/" + version.id()))
                        .collect(Collectors.toSet()));
    }

    /** Looks at what a restart has done since. */
    void isNotRepeated(World world, TerminateTest.Place place) {
        var now = world.sandbox().book();
        switch (place.job()) {
            case DIGITAL_ACTIVE -> {
                if (!place.step().equals("change-list")) {
                    assertThat(now.changeLists()).as("change lists").hasSize(book.changeLists());
                }
                if (place.step().equals("refresh")) {
                    none(
                            refreshed,
                            now.asked().stream().skip(book.asked()).flatMap(asked -> asked.numbers().stream()),
                            "patients asked about again");
                }
            }
            case JOURNAL_EVENTS ->
                none(
                        stored,
                        now.served().stream().skip(book.served()).map(Book.Served::version),
                        "events that were stored, and served again");
            case HEALTH_INDICATORS ->
                none(
                        indicated,
                        now.indicatorsAsked().stream()
                                .skip(book.indicatorsAsked())
                                .map(Book.IndicatorAsked::fnr),
                        "patients asked about again");
            case DOCUMENT_REFERENCES -> {
                none(
                        searched,
                        now.documentsAsked().stream()
                                .skip(book.documentsAsked())
                                .map(Book.DocumentsAsked::fnr),
                        "patients asked about again");
                none(
                        fetched,
                        now.documentAsked().stream().skip(book.documentAsked()).map(Book.DocumentAsked::uniqueId),
                        "documents fetched again");
            }
            case ACKNOWLEDGEMENTS ->
                assertThat(now.acknowledgements().stream()
                                .map(entry -> entry.type() + "/" + entry.id())
                                .toList())
                        .as("acknowledgements")
                        .doesNotHaveDuplicates();
            case OUTGOING_EVENTS ->
                assertThat(now.submittedIdentifiers().values())
                        .as("how often each event was submitted")
                        .containsOnly(1L);
        }
    }

    private static <T> void none(Set<T> done, Stream<T> again, String what) {
        // Counted, since they hold numbers.
        assertThat(again.filter(done::contains).count()).as(what).isZero();
    }

    private static Set<String> strings(World world, String sql) {
        return Set.copyOf(world.database().sql(sql).query(String.class).list());
    }
}
