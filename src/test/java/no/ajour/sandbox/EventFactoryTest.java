package no.ajour.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import no.ajour.testing.SteppedClock;
import org.junit.jupiter.api.Test;

class EventFactoryTest {
    private final SteppedClock clock = new SteppedClock(Instant.parse("2026-11-21T08:00:00Z"));

    @Test
    void same_seed_makes_the_same_events() {
        EventFactory one = new EventFactory(clock, 42);
        EventFactory other = new EventFactory(clock, 42);
        for (int turn = 0; turn < 5; turn++) {
            assertThat(one.any(SyntheticNin.number(turn), turn)).isEqualTo(other.any(SyntheticNin.number(turn), turn));
        }
    }

    @Test
    void d_number_has_its_own_system() {
        EventFactory events = new EventFactory(clock, 1);
        String dNumber = SyntheticNin.number(SyntheticNin.Kind.D_PLUS_65, 3);
        var identifier = events.composition(dNumber).path("subject").path("identifier");

        assertThat(identifier.path("system").stringValue()).isEqualTo(EventFactory.D_NUMBER);
        assertThat(identifier.path("value").stringValue()).isEqualTo(dNumber);
    }

    @Test
    void transaction_refers_to_its_patient_by_urn() {
        var bundle = new EventFactory(clock, 1).transaction(SyntheticNin.number(1));

        assertThat(bundle.path("entry").path(1).path("resource").path("subject").path("reference"))
                .isEqualTo(bundle.path("entry").path(0).path("fullUrl"));
        assertThat(bundle.path("entry")
                        .path(0)
                        .path("resource")
                        .path("resourceType")
                        .stringValue())
                .isEqualTo("Patient");
    }

    @Test
    void local_number_comes_without_a_national_one() {
        assertThat(new EventFactory(clock, 1).documentWithLocalNumber("4711").toString())
                .contains(EventFactory.LOCAL_NUMBER)
                .doesNotContain("2.16.578.1.12.4.1.4");
    }
}
