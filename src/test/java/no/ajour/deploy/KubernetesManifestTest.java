package no.ajour.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** k8s-cronjob.yaml is right, and a mistake in it is found. */
class KubernetesManifestTest {
    private static final String MANIFEST = Program.read(Path.of("k8s-cronjob.yaml"));
    private static final String SETTINGS = "ConfigMap ajour";

    @Test
    void manifest_has_no_fault() {
        assertThat(Checks.of(MANIFEST)).isEmpty();
    }

    @Test
    void only_the_secret_and_the_config_map_are_to_be_filled_in() {
        var parts = Manifest.parts(MANIFEST).stream()
                .filter(part -> part.lines()
                        .filter(line -> !line.strip().startsWith("#"))
                        .anyMatch(line -> line.contains("FILL-IN")))
                .map(Manifest::title);

        assertThat(parts).containsExactly("Secret ajour", "ConfigMap ajour");
    }

    @Test
    void document_that_is_gone_is_missed() {
        assertThat(without("NetworkPolicy nothing")).contains("NetworkPolicy: spec: none closes all pods");
        assertThat(without("NetworkPolicy ajour")).contains("no NetworkPolicy lets such a pod reach TCP 443");
        assertThat(without("ServiceAccount ajour")).contains("'ajour' is no ServiceAccount of the manifest");
        assertThat(without("CronJob housekeeping")).contains("CronJob housekeeping: : is missing");
        assertThat(without("ConfigMap ajour")).contains("'ajour' is no ConfigMap of the manifest");
    }

    /** The pods' key file is named in one document and mounted in others. */
    @Test
    void key_that_is_mounted_elsewhere_than_the_settings_say_is_found_at_each_pod() {
        var moved = new Fault(SETTINGS, "/run/secrets/ajour-client/", "/run/secrets/ajour/", "", "");

        assertThat(Checks.of(moved.plantedIn(MANIFEST))).hasSize(8).allMatch(finding -> finding.message()
                .contains("/run/secrets/ajour/client.jwk must be there"));
    }

    @Test
    void port_that_is_closed_is_found_at_each_pod() {
        var closed = new Fault("NetworkPolicy ajour", "port: 5432", "port: 5433", "", "");

        assertThat(Checks.of(closed.plantedIn(MANIFEST))).hasSize(9).allMatch(finding -> finding.message()
                .contains("reach TCP 5432"));
    }

    private static String without(String title) {
        var left = Manifest.parts(MANIFEST).stream()
                .filter(part -> !Manifest.title(part).equals(title))
                .toList();
        return Checks.of(String.join("---\n", left)).toString();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void fault_is_found_and_its_document_and_field_are_named(Fault fault) {
        assertThat(Checks.of(fault.plantedIn(MANIFEST))).anySatisfy(finding -> {
            assertThat(finding.document()).isEqualTo(fault.document(MANIFEST));
            assertThat(finding.field()).endsWith(fault.field());
            assertThat(finding.message()).contains(fault.says());
        });
    }

    static Stream<Fault> faults() {
        return Stream.of(DocumentFaults.all(), PodFaults.all(), ProgramFaults.all())
                .flatMap(faults -> faults);
    }
}
