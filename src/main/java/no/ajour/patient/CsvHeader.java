package no.ajour.patient;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Set;
import no.ajour.failure.WrongInstallation;
import org.jspecify.annotations.Nullable;

/**
 * Where the columns of a patient file are, by the names in its first line, in upper or lower case.
 *
 * @param number the column {@code fnr} or {@code nin}
 * @param orgnr the column {@code orgnr}: the row's tenant; null if the file has none
 */
record CsvHeader(int number, @Nullable Integer orgnr) {

    private static final Set<String> NUMBER = Set.of("fnr", "nin");
    private static final Set<String> ORGNR = Set.of("orgnr");

    /** @throws WrongInstallation if there is no such column or more than one; the line is not quoted */
    static CsvHeader of(CsvRecord firstLine, CsvFile file, Path path) {
        var number = find(firstLine, NUMBER, path);
        if (number == null) {
            throw new WrongInstallation(path + " has no column fnr or nin in its first line (read with the separator "
                    + file.separator() + "); add a header such as: fnr");
        }
        return new CsvHeader(number, find(firstLine, ORGNR, path));
    }

    private static @Nullable Integer find(CsvRecord firstLine, Set<String> names, Path path) {
        var found = new ArrayList<Integer>();
        for (int i = 0; i < firstLine.getFieldCount(); i++) {
            var name = CsvText.of(firstLine.getField(i));
            if (name != null && names.contains(name.toLowerCase(Locale.ROOT))) {
                found.add(i);
            }
        }
        if (found.size() > 1) {
            throw new WrongInstallation(path + " has " + found.size() + " columns named " + String.join(" or ", names)
                    + "; keep one of them");
        }
        return found.isEmpty() ? null : found.getFirst();
    }
}
