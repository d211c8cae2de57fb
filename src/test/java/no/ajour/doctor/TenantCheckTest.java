package no.ajour.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenantCheckTest {

    @ParameterizedTest
    @ValueSource(strings = {"974760673", "974761076", "310000019", "123456785"})
    void organisation_numbers_that_are_right(String orgnr) {
        assertThat(TenantCheck.isValid(orgnr)).isTrue();
    }

    @Test
    void any_other_check_digit_is_wrong() {
        for (String digit : "012456789".split("", -1)) {
            if (!digit.isEmpty()) {
                assertThat(TenantCheck.isValid("97476067" + digit)).isFalse();
            }
        }
    }
}
