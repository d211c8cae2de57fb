package no.ajour.tenant;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A municipality, as configured under {@code ajour.tenants}.
 *
 * @param orgnr organisation number of the main entity, nine digits: the {@code orgnr_parent} of its tokens
 * @param name for people to read; the organisation number if none is given
 * @param childOrgnr organisation number of the sub-entity that tokens are asked for, or null for none
 * @param acknowledge when an event may be acknowledged to JFT
 */
public record Tenant(
        String orgnr,
        @DefaultValue("") String name,
        @Nullable String childOrgnr,
        @DefaultValue("journaled") Acknowledge acknowledge) {

    private static final Pattern UNSHOWABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    /** When an event may be acknowledged: once the EHR has marked it journaled, or as soon as it is durably stored. */
    public enum Acknowledge {
        JOURNALED,
        STORED
    }

    public Tenant {
        requireOrgnr("orgnr", orgnr);
        if (childOrgnr != null) {
            requireOrgnr("child-orgnr", childOrgnr);
        }
        if (UNSHOWABLE.matcher(name).find()) {
            throw new IllegalArgumentException(
                    "ajour.tenants[].name must be one line of text: it is in the log and on the screen");
        }
        if (name.isBlank()) {
            name = orgnr;
        }
    }

    // The check digit is not verified: test environments use numbers that fail it.
    private static void requireOrgnr(String property, @Nullable String value) {
        if (value == null || !value.matches("[0-9]{9}")) {
            throw new IllegalArgumentException("ajour.tenants[]." + property
                    + " must be an organisation number of nine digits, in quotation marks");
        }
    }

    @Override
    public String toString() {
        return name.equals(orgnr) ? orgnr : name + " (" + orgnr + ")";
    }
}
