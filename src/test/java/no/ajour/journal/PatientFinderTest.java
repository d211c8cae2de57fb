package no.ajour.journal;

import static no.ajour.journal.Subject.Unmatched.INVALID_NUMBER;
import static no.ajour.journal.Subject.Unmatched.NO_NUMBER;
import static no.ajour.journal.Subject.Unmatched.REFUSED_NUMBER;
import static no.ajour.journal.Subject.Unmatched.SEVERAL_NUMBERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.stream.IntStream;
import no.ajour.fhir.Json;
import no.ajour.journal.Subject.Found;
import no.ajour.patient.Nin;
import no.ajour.testing.SyntheticNumbers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatientFinderTest {
    private static final String ONE = SyntheticNumbers.first(2).get(0);
    private static final String OTHER = SyntheticNumbers.first(2).get(1);
    private static final String FNR = "urn:oid:2.16.578.1.12.4.1.4.1";
    private static final String DUF = "urn:oid:2.16.578.1.12.4.1.4.5";

    private final PatientFinder finder = new PatientFinder(Guards.test());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "urn:oid:2.16.578.1.12.4.1.4.1",
                "urn:oid:2.16.578.1.12.4.1.4.2",
                "urn:oid:2.16.578.1.12.4.1.4.3",
                "2.16.578.1.12.4.1.4.1",
                "URN:OID:2.16.578.1.12.4.1.4.2"
            })
    void logical_reference_gives_the_number_under_every_national_system(String system) {
        assertThat(find(composition(reference(system, ONE)))).isEqualTo(found(ONE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                DUF,
                "http://cosdoc.dips.no/lopenummer",
                "urn:oid:2.16.578.1.12.4.1.4.4",
                "urn:oid:2.16.578.1.12.4.1.4.11",
                ""
            })
    void eleven_digits_under_another_system_are_no_national_number(String system) {
        assertThat(find(composition(reference(system, ONE)))).isEqualTo(NO_NUMBER);
    }

    @Test
    void medication_dispense_has_a_subject_too() {
        assertThat(find("{'resourceType':'MedicationDispense','subject':" + reference(FNR, ONE) + "}"))
                .isEqualTo(found(ONE));
    }

    @Test
    void contained_patient_is_found_by_its_fragment() {
        assertThat(find("""
                {'resourceType':'Composition','subject':{'reference':'#b'},
                 'contained':[{'resourceType':'Patient','id':'a','identifier':[%s]},
                              {'resourceType':'Patient','id':'b','identifier':[%s]}]}
                """.formatted(identifier(FNR, OTHER), identifier(FNR, ONE))))
                .isEqualTo(found(ONE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "urn:uuid:2c9b6a5e-0000-4000-8000-000000000001",
                "https://ehr.example/fhir/Patient/7",
                "https://ehr.example/fhir/Patient/7/_history/3",
                "Patient/7",
                "Patient/7/_history/3"
            })
    void patient_of_the_same_bundle_is_found_by_literal_reference(String reference) {
        var fullUrl = reference.startsWith("urn") ? reference : "https://ehr.example/fhir/Patient/7";
        assertThat(find(bundle(
                        "transaction",
                        entry("urn:x", patient("8", OTHER)),
                        entry(fullUrl, patient("7", ONE)),
                        entry("urn:y", composition("{'reference':'" + reference + "'}")))))
                .isEqualTo(found(ONE));
    }

    @Test
    void documents_composition_decides_though_other_entries_are_about_others() {
        assertThat(find(bundle(
                        "document",
                        entry("urn:1", composition(reference(FNR, ONE))),
                        entry("urn:2", "{'resourceType':'Observation','subject':" + reference(FNR, OTHER) + "}"),
                        entry("urn:3", composition(reference(FNR, OTHER))))))
                .isEqualTo(found(ONE));
    }

    @Test
    void without_a_composition_all_entries_must_be_about_one_person() {
        var observation = "{'resourceType':'Observation','subject':" + reference(FNR, ONE) + "}";
        var issue = "{'resourceType':'DetectedIssue','patient':" + reference(FNR, ONE) + "}";
        var stranger = "{'resourceType':'Observation','subject':" + reference(FNR, OTHER) + "}";

        assertThat(find(bundle("collection", entry("urn:1", observation), entry("urn:2", issue))))
                .isEqualTo(found(ONE));
        assertThat(find(bundle(
                        "collection", entry("urn:1", observation), entry("urn:2", issue), entry("urn:3", stranger))))
                .isEqualTo(SEVERAL_NUMBERS);
    }

    @Test
    void only_patient_of_a_bundle_is_whose_it_is() {
        assertThat(find(bundle("collection", entry("urn:1", patient("1", ONE)))))
                .isEqualTo(found(ONE));
        assertThat(find(bundle("collection", entry("urn:1", patient("1", ONE)), entry("urn:2", patient("2", OTHER)))))
                .isEqualTo(NO_NUMBER);
    }

    @Test
    void bundle_of_very_many_entries_is_soon_read() {
        var entries = IntStream.range(0, 20_000)
                .mapToObj(i -> entry(
                        "urn:x:" + i + "/Patient/" + i,
                        "{'resourceType':'Observation','subject':{'reference':'Patient/" + (i + 1) + "'}}"))
                .toArray(String[]::new);
        var many = json(bundle("collection", entries));

        assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> assertThat(finder.find(many)).isEqualTo(NO_NUMBER));
    }

    @Test
    void practitioners_and_next_of_kin_are_never_taken_for_the_patient() {
        var practitioner = "{'resourceType':'Practitioner','id':'p','identifier':[" + identifier(FNR, OTHER) + "]}";
        var kin = "{'resourceType':'RelatedPerson','id':'r','identifier':[" + identifier(FNR, OTHER) + "]}";
        assertThat(find(bundle("document", entry("urn:c", composition("{}")), entry("urn:p", practitioner))))
                .isEqualTo(NO_NUMBER);
        assertThat(find(bundle(
                        "collection",
                        entry("urn:p", practitioner),
                        entry("urn:r", kin),
                        entry("urn:k", patient("k", ONE)))))
                .isEqualTo(found(ONE));
        assertThat(find(bundle("document", entry("urn:c", composition("{'reference':'urn:r'}")), entry("urn:r", kin))))
                .isEqualTo(NO_NUMBER);
        for (var type : new String[] {"Practitioner", "RelatedPerson", "Group", "Device"}) {
            assertThat(find(composition("{'type':'" + type + "','identifier':" + identifier(FNR, OTHER) + "}")))
                    .as(type)
                    .isEqualTo(NO_NUMBER);
            assertThat(find(composition("{'reference':'" + type + "/1','identifier':" + identifier(FNR, OTHER) + "}")))
                    .as(type)
                    .isEqualTo(NO_NUMBER);
        }
    }

    @Test
    void two_numbers_are_one_too_many_unless_one_is_old() {
        var both = "[" + identifier(FNR, ONE) + "," + identifier(FNR, OTHER) + "]";
        var oneOld = "[" + identifier(FNR, ONE) + "," + identifier(FNR, OTHER).replace("{", "{'use':'old',") + "]";
        var same = "[" + identifier(FNR, ONE) + "," + identifier(DUF, OTHER) + "," + identifier(FNR, " " + ONE) + "]";

        assertThat(find(bundle("collection", entry("u", "{'resourceType':'Patient','identifier':" + both + "}"))))
                .isEqualTo(SEVERAL_NUMBERS);
        assertThat(find(bundle("collection", entry("u", "{'resourceType':'Patient','identifier':" + oneOld + "}"))))
                .isEqualTo(found(ONE));
        assertThat(find(bundle("collection", entry("u", "{'resourceType':'Patient','identifier':" + same + "}"))))
                .isEqualTo(found(ONE));
    }

    @Test
    void reference_that_says_two_persons_is_nobodys() {
        assertThat(find(bundle(
                        "transaction",
                        entry("urn:p", patient("7", ONE)),
                        entry(
                                "urn:c",
                                composition("{'reference':'urn:p','identifier':" + identifier(FNR, OTHER) + "}")))))
                .isEqualTo(SEVERAL_NUMBERS);
    }

    @Test
    void number_that_is_wrong_or_of_the_other_environment_says_so() {
        assertThat(find(composition(reference(FNR, "12345678901")))).isEqualTo(INVALID_NUMBER);
        assertThat(new PatientFinder(Guards.production()).find(json(composition(reference(FNR, ONE)))))
                .isEqualTo(REFUSED_NUMBER);
    }

    @Test
    void what_is_not_as_fhir_says_is_taken_as_missing() {
        for (var odd : new String[] {
            "{}",
            "{'resourceType':17}",
            composition("'x'"),
            composition("[]"),
            composition("{'identifier':[1,null,{'system':1,'value':2}]}"),
            "{'resourceType':'Bundle','entry':{'resource':1}}",
            "{'resourceType':'Bundle','entry':[null,1,[],{}]}"
        }) {
            assertThat(find(odd)).as(odd).isEqualTo(NO_NUMBER);
        }
    }

    private Subject find(String json) {
        return finder.find(json(json));
    }

    private static tools.jackson.databind.JsonNode json(String text) {
        return Json.RESOURCE.readTree(text.replace('\'', '"'));
    }

    private static Subject found(String number) {
        return new Found(Nin.parse(number));
    }

    private static String identifier(String system, String value) {
        return "{'system':'" + system + "','value':'" + value + "'}";
    }

    private static String reference(String system, String value) {
        return "{'identifier':" + identifier(system, value) + "}";
    }

    private static String composition(String subject) {
        return "{'resourceType':'Composition','subject':" + subject + "}";
    }

    private static String patient(String id, String number) {
        return "{'resourceType':'Patient','id':'" + id + "','identifier':[" + identifier(FNR, number) + "]}";
    }

    private static String entry(String fullUrl, String resource) {
        return "{'fullUrl':'" + fullUrl + "','resource':" + resource + "}";
    }

    private static String bundle(String type, String... entries) {
        return "{'resourceType':'Bundle','type':'" + type + "','entry':[" + String.join(",", entries) + "]}";
    }
}
