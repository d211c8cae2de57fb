package no.ajour.outgoing;

import java.util.Locale;
import java.util.Set;

/** The systems of identifiers that name persons and organisations in Norway. */
final class NationalSystems {
    private static final String OID = "2.16.578.1.12.4.1.4.";
    private static final String URN = "urn:oid:";
    private static final Set<String> PERSONS = Set.of(
            OID + "1", // fødselsnummer
            OID + "2", // D-number
            OID + "3"); // felles hjelpenummer
    private static final String ORGANISATIONS = OID + "101";

    /** What an identifier names. */
    enum Kind {
        PERSON,
        ORGANISATION,
        OTHER
    }

    private NationalSystems() {}

    static Kind kind(String system) {
        var given = system.strip().toLowerCase(Locale.ROOT);
        var oid = given.startsWith(URN) ? given.substring(URN.length()) : given;
        if (PERSONS.contains(oid)) {
            return Kind.PERSON;
        }
        return oid.equals(ORGANISATIONS) ? Kind.ORGANISATION : Kind.OTHER;
    }
}
