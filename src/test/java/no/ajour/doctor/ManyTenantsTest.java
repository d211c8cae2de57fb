package no.ajour.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import no.ajour.sandbox.Sandbox;
import no.ajour.testing.Postgres;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** As many municipalities as Norway has. */
class ManyTenantsTest {
    private @Nullable Ward ward;

    private Ward open(int tenants) {
        var municipalities = IntStream.rangeClosed(310_000_000, 310_009_999)
                .mapToObj(String::valueOf)
                .filter(TenantCheck::isValid)
                .limit(tenants)
                .collect(Collectors.toMap(
                        orgnr -> orgnr, orgnr -> "Kommune " + orgnr, (one, other) -> one, LinkedHashMap::new));
        ward = new Ward(Postgres.freshDatabase(), municipalities);
        return ward;
    }

    @AfterEach
    void remove() {
        if (ward != null) {
            ward.close();
        }
    }

    @Test
    void all_that_are_well_share_a_line() {
        var ward = open(357);

        var result = ward.doctor();

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("ok      token        jft-read: 357 tenants, scope nhn:jft/api");
        assertThat(ward.ajour.sandbox().book().tokens()).hasSize(2 * 357);
    }

    @Test
    void of_many_that_are_not_the_first_have_a_line_each() {
        var ward = open(50);
        ward.ajour.sandbox().helseId().rejectScope("nhn:jft/api", null);

        var result = ward.doctor();

        assertThat(result.out().lines().filter(line -> line.startsWith("wrong   token        jft-read: Kommune 31")))
                .hasSize(20);
        assertThat(result.out()).contains("and 30 more");
        assertThat(ward.ajour.ajour("doctor", "--json").out().lines().filter(line -> line.contains("\"jft-read 31")))
                .hasSize(50);
    }

    @Test
    void helseid_that_falls_silent_is_not_asked_for_everybody() {
        var ward = open(357);
        ward.ajour
                .sandbox()
                .faults()
                .on(Sandbox.HELSEID, "/connect/token")
                .always()
                .status(503);

        var result = ward.doctor();

        assertThat(result.exitCode()).isEqualTo(40);
        assertThat(result.out()).containsPattern("skipped token        jft-read: 3\\d\\d tenants not asked for");
        assertThat(ward.ajour.sandbox().book().requests(Sandbox.HELSEID)).hasSizeLessThan(100);
    }
}
