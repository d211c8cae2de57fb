package no.ajour.patient;

import de.siegmar.fastcsv.reader.CsvParseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import no.ajour.failure.WrongInstallation;
import no.ajour.tenant.Tenant;
import no.ajour.tenant.Tenants;
import org.jspecify.annotations.Nullable;

/**
 * Patient lists from a CSV file: UTF-8, comma or semicolon, a header with {@code fnr} or {@code nin} and, for a file of
 * several tenants, {@code orgnr}. Other columns are not looked at.
 */
public final class CsvPatients {

    private final PatientList patients;
    private final Tenants tenants;

    public CsvPatients(PatientList patients, Tenants tenants) {
        this.patients = patients;
        this.tenants = tenants;
    }

    /**
     * Takes in a file, all tenants in one transaction.
     *
     * @param chosen the tenant whose patients these are; null for what the column {@code orgnr} says, or the only tenant
     * @param extent whether those who are not in the file are delisted. Only the tenants that the file names are touched
     * @param badLines told of each line that could not be used, by its number in the file from 1
     * @throws WrongInstallation if the file cannot be read, has no such header, or {@link PatientList#apply} finds a
     *     complete list not credible; nothing is changed
     */
    public CsvImport importFile(Path path, @Nullable Tenant chosen, Extent extent, BadNumber badLines) {
        try {
            var file = CsvFile.open(path);
            try (var records = file.reader().iterator()) {
                if (!records.hasNext()) {
                    throw new WrongInstallation(path + " is empty; its first line must be a header such as: fnr");
                }
                var header = CsvHeader.of(records.next(), file, path);
                var tenant = chosen == null ? onlyTenant() : chosen;
                if (tenant == null && header.orgnr() == null) {
                    throw new WrongInstallation(path + " does not say whose patients these are; give --tenant ORGNR,"
                            + " or add a column orgnr");
                }
                var rows = new CsvRows(records, header, file.separator(), tenants, tenant, badLines);
                var named = tenant == null ? List.<Tenant>of() : List.of(tenant);
                var changes = patients.apply(named, rows, extent, null, badLines);
                if (changes.isEmpty() && extent == Extent.COMPLETE) {
                    throw new WrongInstallation(path + " has no usable row; nothing was changed");
                }
                return new CsvImport(changes, rows.bad());
            }
        } catch (NoSuchFileException e) {
            throw new WrongInstallation(path + " does not exist");
        } catch (IOException | UncheckedIOException e) {
            throw new WrongInstallation(path + " cannot be read; check that it is a file and may be read", e);
        } catch (CsvParseException e) {
            // Not as the cause: it may quote the line.
            throw new WrongInstallation(
                    path + " is not CSV: it has a field longer than any should be. Look for a quotation mark that is"
                            + " not closed. Nothing was changed");
        }
    }

    private @Nullable Tenant onlyTenant() {
        return tenants.tenants().size() == 1 ? tenants.tenants().getFirst() : null;
    }
}
