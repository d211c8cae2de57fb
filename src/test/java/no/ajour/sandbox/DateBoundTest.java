package no.ajour.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DateBoundTest {
    @ParameterizedTest
    @CsvSource({
        "ge2026-11-21T08:00:00Z,      2026-11-21T08:00:00Z,       true",
        "ge2026-11-21T08:00:00Z,      2026-11-21T07:59:59.99999Z, false",
        "gt2026-11-21T08:00:00Z,      2026-11-21T08:00:00.5Z,     false",
        "gt2026-11-21T08:00:00Z,      2026-11-21T08:00:01Z,       true",
        "gt2026-11-21T08:00:00.12345Z, 2026-11-21T08:00:00.12346Z, true",
        "le2026-11-21T08:00:00Z,      2026-11-21T08:00:00.9Z,     true",
        "lt2026-11-21T08:00:00Z,      2026-11-21T08:00:00Z,       false",
        "2026-11-21,                  2026-11-21T23:59:59Z,       true",
        "2026-11,                     2026-12-01T00:00:00Z,       false",
        "ge2026,                      2026-01-01T00:00:00Z,       true",
        "ge2026-11-21T09:00+01:00,    2026-11-21T08:00:00Z,       true",
    })
    void value_stands_for_the_interval_of_its_precision(String value, Instant time, boolean holds) {
        assertThat(DateBound.parse(value).holds(time)).isEqualTo(holds);
    }
}
