package no.ajour.http;

import static org.assertj.core.api.Assertions.assertThat;

import no.ajour.testing.SyntheticNumbers;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinksTest {
    private static final HttpUrl HOME = HttpUrl.get("https://phr.example/fhir/");

    @ParameterizedTest
    @CsvSource({
        "DocumentReference?page=2, https://phr.example/fhir/DocumentReference?page=2",
        "/other, https://phr.example/other",
        "//elsewhere.example/x, https://elsewhere.example/x",
        "https://phr.example/x, https://phr.example/x"
    })
    void link_is_relative_to_its_base(String link, String to) {
        assertThat(Links.resolve(HOME, link)).hasToString(to);
    }

    @Test
    void link_that_is_none_or_too_long_is_null() {
        assertThat(Links.resolve(HOME, "x".repeat(Links.LONGEST))).isNotNull();
        assertThat(Links.resolve(HOME, "x".repeat(Links.LONGEST + 1))).isNull();
        assertThat(Links.parse("phr.example")).isNull();
        assertThat(Links.parse("https://phr.example/" + "x".repeat(Links.LONGEST)))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "https://phr.example/x, true",
        "https://PHR.example:443/, true",
        "http://phr.example/, false",
        "https://phr.example:8443/, false",
        "https://phr.example.elsewhere.example/, false"
    })
    void leads_home_by_scheme_host_and_port(String address, boolean home) {
        assertThat(Links.leadsHome(HOME, HttpUrl.get(address))).isEqualTo(home);
    }

    @Test
    void number_is_found_however_it_is_encoded() {
        var nin = SyntheticNumbers.first(1).getFirst();
        var encoded = nin.replaceAll("(.)", "%3$1");

        assertThat(Links.tells("https://phr.example/" + nin, nin)).isTrue();
        assertThat(Links.tells("https://phr.example/" + encoded, nin)).isTrue();
        assertThat(Links.tells("https://phr.example/" + encoded.replace("%", "%2525"), nin))
                .isTrue();
        assertThat(Links.tells("https://phr.example/" + nin.substring(1), nin)).isFalse();
    }
}
