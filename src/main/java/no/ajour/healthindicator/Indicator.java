package no.ajour.healthindicator;

import java.time.Instant;
import no.ajour.refresh.Answer;
import org.jspecify.annotations.Nullable;

/**
 * Kjernejournal's helseindikator of one patient, without its ticket, which is for a person's use and never kept.
 *
 * @param status 0 the number is not valid, 1 no kjernejournal, 2 available, 3 the patient has filled in, 4 critical
 *     information
 * @param text {@code returTekst}, for an icon's tooltip; null: not given
 * @param criticalInfoChangedAt {@code sistEndretKritiskInfoDato}; null unless status is 4
 * @param criticalInfo {@code sistEndretKritiskInfo} as a JSON array; empty unless status is 4
 * @param locks {@code sperringDetaljer} as a JSON array: what the patient has locked
 * @param blockedPersonnel {@code eksistererBlokkertHelsepersonell}; null: not given
 * @param lockedPrescriptions {@code harLasteResepter}; null: not given
 * @param medicines {@code harLegemidler}; null: not given
 * @param eventId {@code X-EVENT-ID} of the answer, for NHN's support; null: not given
 */
record Indicator(
        int status,
        @Nullable String text,
        @Nullable Instant criticalInfoChangedAt,
        String criticalInfo,
        String locks,
        @Nullable Boolean blockedPersonnel,
        @Nullable Boolean lockedPrescriptions,
        @Nullable Boolean medicines,
        @Nullable String eventId)
        implements Answer {
    static final int CRITICAL = 4;

    @Override
    public String toString() {
        return "health indicator";
    }
}
