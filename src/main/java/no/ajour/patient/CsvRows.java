package no.ajour.patient;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import no.ajour.tenant.Tenant;
import no.ajour.tenant.Tenants;
import org.jspecify.annotations.Nullable;

/** The rows of a patient file after its header. A line that is no row is reported, and the others are kept. */
final class CsvRows implements Candidates {

    private final Iterator<CsvRecord> records;
    private final CsvHeader header;
    private final char separator;
    private final Tenants tenants;
    private final @Nullable Tenant tenant;
    private final BadNumber badLines;
    private long bad;

    /** @param tenant whose the rows are that do not name their own; null if each must */
    CsvRows(
            Iterator<CsvRecord> records,
            CsvHeader header,
            char separator,
            Tenants tenants,
            @Nullable Tenant tenant,
            BadNumber badLines) {
        this.records = records;
        this.header = header;
        this.separator = separator;
        this.tenants = tenants;
        this.tenant = tenant;
        this.badLines = badLines;
    }

    @Override
    public void forEach(Consumer<Candidate> row) {
        while (records.hasNext()) {
            var candidate = candidate(records.next());
            if (candidate != null) {
                row.accept(candidate);
            }
        }
    }

    /** Lines that were no rows. Those with a bad number are not among them. */
    long bad() {
        return bad;
    }

    private @Nullable Candidate candidate(CsvRecord line) {
        if (line.getFields().stream().anyMatch(field -> CsvText.of(field) == null)) {
            refuse(line, "It is not UTF-8; save the file as CSV UTF-8");
            return null;
        }
        long swallowed = swallowedLines(line.getFields());
        if (swallowed > 0) {
            refuse(
                    line,
                    "It was read together with the next " + swallowed
                            + " lines because of a quotation mark; remove the mark if it does not belong there");
            return null;
        }
        var owner = owner(line);
        return owner == null ? null : new Candidate(line.getStartingLineNumber(), owner, text(line, header.number()));
    }

    // A field may have line breaks in quotation marks. With a separator too, it is rather rows behind a stray mark.
    private long swallowedLines(List<String> fields) {
        return fields.stream()
                .filter(field -> field.indexOf(separator) >= 0 || fields.size() == 1)
                .mapToLong(field -> field.lines().count() - 1)
                .filter(lines -> lines > 0)
                .sum();
    }

    private @Nullable Tenant owner(CsvRecord line) {
        var orgnr = header.orgnr() == null ? null : text(line, header.orgnr());
        if (orgnr == null || orgnr.isEmpty()) {
            if (tenant == null) {
                refuse(line, "It has no orgnr; add one, or give --tenant");
            }
            return tenant;
        }
        var named = tenants.find(orgnr).orElse(null);
        if (named == null) {
            refuse(line, "Its orgnr is of no tenant in ajour.tenants");
        } else if (tenant != null && !tenant.equals(named)) {
            refuse(line, "It is of " + named + ", and the import of " + tenant);
            return null;
        }
        return named;
    }

    private static @Nullable String text(CsvRecord line, int column) {
        return column < line.getFieldCount() ? CsvText.of(line.getField(column)) : null;
    }

    private void refuse(CsvRecord line, String message) {
        bad++;
        badLines.report(line.getStartingLineNumber(), "bad-line", message);
    }
}
