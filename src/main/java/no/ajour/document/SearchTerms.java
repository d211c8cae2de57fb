package no.ajour.document;

import java.util.Set;
import no.ajour.failure.WrongInstallation;
import no.ajour.http.ApiProperties;
import org.jspecify.annotations.Nullable;

/**
 * By which law PHR is asked. It takes one of two scopes, never both: by helsepersonelloven § 45, without an access basis, or
 * by kjernejournalforskriften, with one.
 *
 * @param basis null by helsepersonelloven
 */
record SearchTerms(@Nullable AccessBasis basis) {
    private static final String SCOPE = "nhn:phr/mhd/read-documentreferences";
    private static final String KJERNEJOURNALFORSKRIFTEN = SCOPE + "/kjernejournalforskriften";
    private static final String SETTING = "ajour.apis." + DocumentSearch.API + ".scope";
    private static final String BASIS = DocumentSettings.PREFIX + "access-basis";

    /**
     * The terms that are configured.
     *
     * @param api null if it is not configured at all
     * @throws WrongInstallation if they contradict each other
     */
    static SearchTerms of(@Nullable ApiProperties api, DocumentSettings settings) {
        var scope = api == null || api.scope() == null ? "" : api.scope();
        var scopes = Set.of(scope.split("\\s+", -1));
        boolean byRegulation = scopes.contains(KJERNEJOURNALFORSKRIFTEN);
        if (byRegulation == scopes.contains(SCOPE)) {
            throw new WrongInstallation(SETTING + " has " + (byRegulation ? "both" : "neither") + " of " + SCOPE
                    + " and " + KJERNEJOURNALFORSKRIFTEN
                    + "; PHR takes exactly one of them. Give one; production requires the second");
        }
        if (byRegulation && settings.accessBasis() == null) {
            throw new WrongInstallation(
                    BASIS + " is not set, and " + SETTING + " is that of kjernejournalforskriften,"
                            + " which needs one; set it to one of UNNTAK, SAMTYKKE, FORHOYET_SAMTYKKE, AKUTT and FORHOYET_AKUTT");
        }
        if (!byRegulation && settings.accessBasis() != null) {
            throw new WrongInstallation(BASIS + " is set, and " + SETTING
                    + " is not that of kjernejournalforskriften; remove it, or change the scope");
        }
        return new SearchTerms(settings.accessBasis());
    }
}
