package no.ajour.fuzz;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import no.ajour.failure.TryLater;
import no.ajour.fhir.SearchEntry;
import no.ajour.fhir.SearchsetReader;

/** Pages of searches around what is read as an entry of them. */
public final class Pages {
    private static final byte[] BEGIN = "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":".getBytes(US_ASCII);
    private static final byte[] END = "}]}".getBytes(US_ASCII);

    private Pages() {}

    /**
     * The entry with that resource.
     *
     * @throws TryLater if no page can have it
     */
    public static SearchEntry only(byte[] resource) {
        var page = ByteBuffer.allocate(BEGIN.length + resource.length + END.length)
                .put(BEGIN)
                .put(resource)
                .put(END)
                .array();
        var entries = SearchsetReader.read(page).entries();
        if (entries.isEmpty()) {
            throw new TryLater("The page has no entry");
        }
        return entries.getFirst();
    }
}
