package no.ajour.patient;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import no.ajour.failure.WrongInstallation;

/**
 * Opens a CSV file (RFC 4180) as spreadsheets write it: with or without a byte order mark, with commas or, as Norwegian
 * ones do, semicolons.
 *
 * <p>The file is read as ISO-8859-1, in which no byte is wrong, so that one line in another encoding does not end the
 * reading; {@link CsvText} makes UTF-8 of each field.
 */
final class CsvFile {

    private static final int LONGEST_HEADER = 64 * 1024;
    private static final byte[] UTF_8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final CsvReader<CsvRecord> reader;
    private final char separator;

    private CsvFile(CsvReader<CsvRecord> reader, char separator) {
        this.reader = reader;
        this.separator = separator;
    }

    /** @throws WrongInstallation if the file is UTF-16 */
    static CsvFile open(Path path) throws IOException {
        var in = new BufferedInputStream(Files.newInputStream(path), LONGEST_HEADER);
        try {
            in.mark(LONGEST_HEADER);
            var start = in.readNBytes(LONGEST_HEADER);
            in.reset();
            requireNotUtf16(start, path);
            if (start.length >= 3 && Arrays.equals(start, 0, 3, UTF_8_MARK, 0, 3)) {
                in.skipNBytes(3);
            }
            char separator = separator(new String(start, StandardCharsets.ISO_8859_1));
            return new CsvFile(reader(in, separator), separator);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    CsvReader<CsvRecord> reader() {
        return reader;
    }

    char separator() {
        return separator;
    }

    private static CsvReader<CsvRecord> reader(InputStream in, char separator) {
        return CsvReader.builder()
                .fieldSeparator(separator)
                .skipEmptyLines(true)
                .allowMissingFields(true)
                .allowExtraFields(true)
                .allowExtraCharsAfterClosingQuote(true)
                .ofCsvRecord(in, StandardCharsets.ISO_8859_1);
    }

    private static char separator(String start) {
        var header = start.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
        long commas = header.chars().filter(c -> c == ',').count();
        long semicolons = header.chars().filter(c -> c == ';').count();
        return semicolons > commas ? ';' : ',';
    }

    private static void requireNotUtf16(byte[] start, Path path) {
        if (start.length >= 2 && ((start[0] & start[1]) & 0xFE) == 0xFE && start[0] != start[1]) {
            throw new WrongInstallation(path + " is UTF-16; save it as CSV UTF-8 and import it again");
        }
    }
}
