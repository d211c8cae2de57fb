package no.ajour.patient;

import static no.ajour.patient.Fixture.NORD;
import static no.ajour.patient.Fixture.SYD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import no.ajour.failure.WrongInstallation;
import no.ajour.tenant.Tenant;
import no.ajour.tenant.Tenants;
import no.ajour.testing.SyntheticNumbers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvPatientsTest {

    private static final List<String> PERSONS = SyntheticNumbers.first(40);
    private static final String ANN = PERSONS.get(0);
    private static final String BO = PERSONS.get(1);
    private static final String CAY = PERSONS.get(2);

    private final Path directory;
    private final Fixture it = new Fixture();

    CsvPatientsTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @AfterEach
    void close() {
        assertThat(it.bad.toString()).doesNotContainPattern("[0-9]{10,}");
        it.close();
    }

    @Test
    void file_as_norwegian_excel_writes_it() {
        var done =
                load("\uFEFFNavn;FNR;Adresse\r\nBjørn;%s;\"Vei 1, Å\"\r\n\r\nKari;\"%s\"\r\n".formatted(ANN, BO), NORD);

        assertThat(done.changes()).containsExactly(Map.entry(NORD, new ListChanges(2, 0, 2, 2, 0, 0, 0)));
        assertThat(it.listed(NORD)).containsExactlyInAnyOrder(ANN, BO);
        assertThat(it.bad).isEmpty();
    }

    @Test
    void every_bad_line_is_reported_by_its_number_and_the_good_ones_are_kept() {
        var bytes = join(
                utf8("\uFEFFnin,name\n"),
                utf8(ANN + ",Ann\n"),
                utf8(ANN.substring(1) + ",Zero lost\n"),
                "%s,Bjørn\n".formatted(CAY).getBytes(StandardCharsets.ISO_8859_1),
                utf8("12345678901,Wrong\n"),
                utf8("\n"),
                utf8(",Nobody\n"),
                utf8("02013299997,Real\n"),
                utf8("\"" + BO + "\" ,Bo\n"));

        var done = load(bytes, NORD, Extent.ADDITION, Fixture.BOTH);

        assertThat(it.listed(NORD)).containsExactlyInAnyOrder(ANN, BO);
        assertThat(it.bad)
                .satisfiesExactly(
                        bad -> assertThat(bad).startsWith("3 invalid-number:").contains("leading zero"),
                        bad -> assertThat(bad).startsWith("4 bad-line:").contains("UTF-8"),
                        bad -> assertThat(bad).startsWith("5 invalid-number:").contains("control digits"),
                        bad -> assertThat(bad).startsWith("7 invalid-number:").contains("no number"),
                        bad -> assertThat(bad).startsWith("8 refused-number:"));
        assertThat(done.bad()).isEqualTo(5);
        assertThat(done.lines()).isEqualTo(7);
    }

    @Test
    void rows_go_to_the_tenant_that_they_name() {
        var done = load(
                "orgnr,fnr\n%s,%s\n%s,%s\n999999999,%s\n,%s\n".formatted(NORD.orgnr(), ANN, SYD.orgnr(), BO, CAY, CAY));

        assertThat(it.listed(NORD)).containsExactly(ANN);
        assertThat(it.listed(SYD)).containsExactly(BO);
        assertThat(it.bad)
                .satisfiesExactly(
                        bad -> assertThat(bad).startsWith("4 bad-line:").contains("no tenant"),
                        bad -> assertThat(bad).startsWith("5 bad-line:").contains("--tenant"));
        assertThat(done.badLines()).isEqualTo(2);
    }

    @Test
    void chosen_tenant_takes_no_rows_of_another() {
        load("fnr,orgnr\n%s,%s\n%s,\n%s,%s\n".formatted(ANN, NORD.orgnr(), BO, CAY, SYD.orgnr()), NORD);

        assertThat(it.listed(NORD)).containsExactlyInAnyOrder(ANN, BO);
        assertThat(it.listed(SYD)).isEmpty();
        assertThat(it.bad).singleElement().asString().startsWith("4 bad-line:");
    }

    @Test
    void complete_file_delists_those_of_its_tenants_only() {
        load("fnr,orgnr\n%s,%s\n%s,%s\n%s,%s\n".formatted(ANN, NORD.orgnr(), BO, NORD.orgnr(), CAY, SYD.orgnr()));

        var done = load(utf8("fnr,orgnr\n%s,%s\n".formatted(ANN, NORD.orgnr())), null, Extent.COMPLETE, Fixture.BOTH);

        assertThat(done.changes()).containsOnlyKeys(NORD);
        assertThat(it.listed(NORD)).containsExactly(ANN);
        assertThat(it.listed(SYD)).containsExactly(CAY);
    }

    @Test
    void the_only_tenant_need_not_be_named() {
        load(utf8("fnr\n" + ANN), null, Extent.ADDITION, new Tenants(List.of(NORD)));

        assertThat(it.listed(NORD)).containsExactly(ANN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fnr,name\n%s,\"Ann\n%s,Bo\n%s,Cay\n", "fnr\n\"%s\n%s\n%s\n"})
    void rows_swallowed_by_a_stray_quotation_mark_are_reported(String file) {
        var done = load(file.formatted(ANN, BO, CAY), NORD);

        assertThat(it.listed(NORD)).isEmpty();
        assertThat(done.bad()).isEqualTo(1);
        assertThat(it.bad).singleElement().asString().startsWith("2 bad-line:").contains("quotation mark");
    }

    @Test
    void line_break_in_a_quoted_field_is_part_of_it() {
        load("fnr,address\n%s,\"Vei 1\n0001 Oslo\"\n%s,\n12,\n".formatted(ANN, BO), NORD);

        assertThat(it.listed(NORD)).containsExactlyInAnyOrder(ANN, BO);
        assertThat(it.bad).singleElement().asString().startsWith("5 invalid-number:");
    }

    @Test
    void file_that_is_no_patient_list_changes_nothing_and_says_what_to_do() {
        assertRefused(utf8(ANN + "\n" + BO), "no column fnr or nin");
        assertRefused(utf8("fnr,nin\n" + ANN + "," + BO), "2 columns");
        assertRefused(new byte[0], "is empty");
        assertRefused(("\uFEFFfnr\n" + ANN).getBytes(StandardCharsets.UTF_16LE), "UTF-16");
        assertRefused(("fnr\n" + ANN).getBytes(Charset.forName("UTF-16")), "UTF-16");
        assertThatExceptionOfType(WrongInstallation.class)
                .isThrownBy(() -> csv(Fixture.BOTH)
                        .importFile(directory.resolve("none.csv"), NORD, Extent.ADDITION, it.badNumbers))
                .withMessageContaining("does not exist");
        assertThatExceptionOfType(WrongInstallation.class)
                .isThrownBy(() -> csv(Fixture.BOTH).importFile(directory, NORD, Extent.ADDITION, it.badNumbers))
                .withMessageContaining("cannot be read");
        assertThatExceptionOfType(WrongInstallation.class)
                .isThrownBy(() -> load(utf8("fnr\n" + ANN), null, Extent.ADDITION, Fixture.BOTH))
                .withMessageContaining("--tenant");
        assertThat(it.rows()).isEmpty();
    }

    @Test
    void complete_file_without_rows_is_refused() {
        load("fnr\n" + ANN, NORD);

        assertRefused(utf8("fnr\n"), "no usable row");
        assertThatExceptionOfType(WrongInstallation.class)
                .isThrownBy(() -> load(utf8("fnr,orgnr\n"), null, Extent.COMPLETE, Fixture.BOTH))
                .withMessageContaining("no usable row");
        assertThat(it.listed(NORD)).containsExactly(ANN);
    }

    @Test
    void field_without_end_is_refused_without_quoting_it() {
        assertRefused(utf8("fnr\n\"" + (ANN + "\n").repeat(2_000_000)), "quotation mark");
    }

    private void assertRefused(byte[] bytes, String reason) {
        assertThatExceptionOfType(WrongInstallation.class)
                .isThrownBy(() -> load(bytes, NORD, Extent.COMPLETE, Fixture.BOTH))
                .withMessageContaining(reason)
                .satisfies(e -> assertThat(e).hasNoCause())
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(ANN, BO));
    }

    private CsvImport load(String text) {
        return load(utf8(text), null, Extent.ADDITION, Fixture.BOTH);
    }

    private CsvImport load(String text, Tenant tenant) {
        return load(utf8(text), tenant, Extent.ADDITION, Fixture.BOTH);
    }

    private CsvImport load(byte[] bytes, @Nullable Tenant tenant, Extent extent, Tenants tenants) {
        try {
            var file = Files.write(directory.resolve("patients.csv"), bytes);
            return csv(tenants).importFile(file, tenant, extent, it.badNumbers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CsvPatients csv(Tenants tenants) {
        return new CsvPatients(it.patients, tenants);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
