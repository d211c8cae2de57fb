package no.ajour.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import no.ajour.sandbox.Book;

/** PHR's book against the tables. Persons are named by {@code patient.id}. */
final class DocumentBooks {
    private final World world;

    DocumentBooks(World world) {
        this.world = world;
    }

    /** What must hold at any moment. */
    void hold() {
        everySearchIsWhole();
        everyDocumentIsWhatPhrGave();
    }

    /** What must hold when a run has ended well. */
    void agree() {
        assertThat(strings("""
                        select 'patient ' || p.id || ', not asked about' from ajour.patient p
                        where p.listed and not exists (select from ajour.document_search where patient_id = p.id)
                        union all
                        select 'patient ' || patient_id || ', to be asked about' from ajour.refresh_request
                        where job = 'document-references'
                        union all
                        select 'document ' || document_id || ', to be fetched' from ajour.document_request
                        union all
                        select 'part ' || number || ' of document ' || document_id from ajour.document_part
                        """)).as("what is left to do for documents").isEmpty();
        assertThat(strings("select document_unique_id from ajour.documents where state = 'fetched'"))
                .as("documents that EHRs can open")
                .containsExactlyInAnyOrderElementsOf(world.documents().requested());
    }

    private record Searched(long patient, String nin, boolean complete, int found, Set<String> listed) {}

    private void everySearchIsWhole() {
        var asked = world.sandbox().book().documentsAsked().stream()
                .map(Book.DocumentsAsked::fnr)
                .collect(Collectors.toSet());
        var searched = world.database()
                .sql("""
                        select p.id, p.nin, s.complete, s.found,
                               array(select document_unique_id from ajour.document
                                     where patient_id = p.id and gone_at is null) as listed
                        from ajour.document_search s join ajour.patient p on p.id = s.patient_id
                        """)
                .query((row, number) -> new Searched(
                        row.getLong("id"),
                        row.getString("nin"),
                        row.getBoolean("complete"),
                        row.getInt("found"),
                        Set.of((String[]) row.getArray("listed").getArray())))
                .list();
        assertThat(searched.stream()
                        .filter(one -> !asked.contains(one.nin())
                                || !one.complete()
                                || one.found() != one.listed().size()
                                || !one.listed().equals(world.documents().of(one.nin())))
                        .map(Searched::patient)
                        .toList())
                .as("patients of whom something else is listed than PHR told")
                .isEmpty();
        assertThat(strings("""
                        select 'patient ' || patient_id from ajour.document d
                        where not exists (select from ajour.document_search s where s.patient_id = d.patient_id)
                        """))
                .as("patients with documents that no search has found")
                .isEmpty();
    }

    // A half document, or one of somebody else, is worse than none.
    private void everyDocumentIsWhatPhrGave() {
        var given = world.sandbox().book().documentAsked().stream()
                .filter(asked -> asked.status() == 200)
                .map(asked -> asked.fnr() + " " + asked.uniqueId())
                .collect(Collectors.toSet());
        assertThat(world.database()
                        .sql("""
                                select d.document_id, d.document_unique_id, d.content, p.nin
                                from ajour.documents d join ajour.patient p on p.id = d.patient_id
                                where d.content is not null or d.state = 'fetched'
                                """)
                        .query((row, number) -> {
                            var uniqueId = row.getString("document_unique_id");
                            var content = row.getBytes("content");
                            return Arrays.equals(content, world.documents().content(uniqueId))
                                            && given.contains(row.getString("nin") + " " + uniqueId)
                                    ? "as given"
                                    : "document " + row.getLong("document_id");
                        })
                        .list())
                .as("documents that PHR did not give like that")
                .allMatch("as given"::equals);
    }

    private List<String> strings(String sql) {
        return world.database().sql(sql).query(String.class).list();
    }
}
