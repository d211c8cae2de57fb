package no.ajour.healthindicator;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import no.ajour.http.ApiError;

/** Whose matter a refusal of Kjernejournal's is. */
enum Refusal {
    /** This patient's: the number, or that Kjernejournal has nobody active by it. */
    PATIENT,
    /** The organisation's or the installation's: it would be the same for every patient. */
    ORGANISATION,
    /** Kjernejournal, or what it depends on, fails now. */
    LATER;

    // KJF functional, KJS Kjernejournal's own fault, KJX somebody else's.
    private static final Pattern CODE = Pattern.compile("\\b(KJF|KJS|KJX)-?0*(\\d{1,6})\\b");
    // Without a code it is not Kjernejournal that speaks of a patient: no access, or no such address.
    private static final Set<Integer> OF_THE_REQUEST = Set.of(403, 404);

    /** @param ofTheOrganisation the numbers of KJF codes that are about who asks */
    static Refusal of(int status, ApiError error, Collection<Integer> ofTheOrganisation) {
        var code = CODE.matcher(error.phrase().toUpperCase(Locale.ROOT));
        if (!code.find()) {
            return OF_THE_REQUEST.contains(status) ? ORGANISATION : PATIENT;
        }
        if (!code.group(1).equals("KJF")) {
            return LATER;
        }
        return ofTheOrganisation.contains(Integer.valueOf(code.group(2))) ? ORGANISATION : PATIENT;
    }
}
