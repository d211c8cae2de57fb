package no.ajour.healthindicator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import no.ajour.http.ApiError;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalTest {
    private static final List<Integer> ORGANISATION = List.of(13, 22);

    @ParameterizedTest
    @CsvSource({
        "400, KJF-000016 Ugyldig fødselsnummer, PATIENT",
        "409, KJF-000017 Pasienten er ikke aktiv, PATIENT",
        "403, KJF-000022 Virksomheten har ikke tilgang, ORGANISATION",
        "400, KJF-000013 Ukjent virksomhet, ORGANISATION",
        "400, KJS-000001 Intern feil, LATER",
        "403, KJX-000004 Feil i ekstern tjeneste, LATER",
        "403, Ingen kode, ORGANISATION",
        "404, Ingen kode, ORGANISATION",
        "400, Ingen kode, PATIENT"
    })
    void code_says_whom_a_refusal_is_about(int status, String message, Refusal refusal) {
        assertThat(Refusal.of(status, new ApiError(null, message), ORGANISATION))
                .isEqualTo(refusal);
    }
}
