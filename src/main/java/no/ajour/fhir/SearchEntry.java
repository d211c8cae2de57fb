package no.ajour.fhir;

import org.jspecify.annotations.Nullable;

/** An entry of a searchset, not yet read. Its bytes belong to it and are not copied. */
public final class SearchEntry {
    private final byte[] json;
    private final @Nullable String mode;
    private final boolean hasResource;

    private SearchEntry(byte[] json, @Nullable String mode, boolean hasResource) {
        this.json = json;
        this.mode = mode;
        this.hasResource = hasResource;
    }

    /**
     * An entry as it should be.
     *
     * @param resource exactly as received
     * @param mode {@code search.mode}; null if not given
     */
    public static SearchEntry of(byte[] resource, @Nullable String mode) {
        return new SearchEntry(resource, mode, true);
    }

    /** An entry in which there is no resource, or more than one: which of them is meant cannot be told. */
    public static SearchEntry withoutResource(byte[] entry) {
        return new SearchEntry(entry, null, false);
    }

    /** The resource, or the whole entry if it has none to go by, exactly as received. */
    public byte[] json() {
        return json;
    }

    /** {@code search.mode}; null if not given. */
    public @Nullable String mode() {
        return mode;
    }

    /** Whether the entry has one resource, whatever it is. */
    public boolean hasResource() {
        return hasResource;
    }

    /** Without the content. */
    @Override
    public String toString() {
        return "entry of " + json.length + " bytes";
    }
}
