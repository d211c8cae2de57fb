package no.ajour.patient;

import de.siegmar.fastcsv.reader.CsvParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import no.ajour.failure.WrongInstallation;
import no.ajour.fuzz.Parser;
import no.ajour.fuzz.SettingRefused;
import no.ajour.patient.Installation.Environment;
import no.ajour.sandbox.Recorded;
import no.ajour.tenant.Tenants;

/** What is read of an EHR's patients, for the fuzzer. */
public final class PatientParsers {
    private static final NumberGuard GUARD = new NumberGuard(Environment.TEST, new NumberSettings("both", List.of()));
    private static final String ANN = Recorded.NUMBERS.getFirst();
    private static final String BO = Recorded.NUMBERS.getLast();

    private PatientParsers() {}

    public static Stream<Parser> all() {
        return Stream.of(
                Parser.of(
                                "CSV of patients",
                                Parser.bytes(List.of(
                                        "\uFEFFNavn;FNR;Adresse\r\nBjørn;%s;\"Vei 1, Å\"\r\n\r\nKari;\"%s\"\r\n"
                                                .formatted(ANN, BO),
                                        "fnr,orgnr\n%s,%s\n%s,%s\n"
                                                .formatted(ANN, Fixture.NORD.orgnr(), BO, Fixture.SYD.orgnr()))),
                                csv())
                        .refusing(CsvParseException.class)
                        .oneIn(2),
                Parser.ofText("national identity number", List.of(ANN, " 1234 "), (input, made) -> {
                    switch (GUARD.check(input)) {
                        case NumberVerdict.Accepted accepted ->
                            made.shown(accepted.nin().toString());
                        case NumberVerdict.Refused refused -> made.shown(refused.cause() + refused.reason());
                    }
                }),
                Parser.ofText("numbers allowed in settings", List.of(ANN), (input, made) -> {
                            SettingRefused.settingIs(
                                    () -> made.shown(new NumberSettings("both", List.of(input)).toString()));
                        })
                        .refusing(SettingRefused.class));
    }

    // As CsvPatients reads it.
    private static Parser.Reading csv() {
        Path path = file();
        var tenants = new Tenants(List.of(Fixture.NORD, Fixture.SYD));
        return (input, made) -> {
            Files.write(path, input);
            var file = CsvFile.open(path);
            try (var records = file.reader().iterator()) {
                if (!records.hasNext()) {
                    throw new WrongInstallation("It is empty");
                }
                var header = CsvHeader.of(records.next(), file, path);
                BadNumber bad = (row, cause, message) -> made.shown(cause + message);
                new CsvRows(records, header, file.separator(), tenants, Fixture.NORD, bad).forEach(candidate -> {
                    made.shown(candidate.toString());
                    if (GUARD.check(candidate.number()) instanceof NumberVerdict.Refused refused) {
                        made.shown(refused.reason());
                    }
                });
            }
        };
    }

    private static Path file() {
        try {
            Path path = Files.createTempFile("ajour-fuzz", ".csv");
            path.toFile().deleteOnExit();
            return path;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
