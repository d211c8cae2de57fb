package no.ajour.outgoing;

import java.util.regex.Pattern;
import no.ajour.http.ApiResponse;
import org.jspecify.annotations.Nullable;

/**
 * The Location of JFT's 202, "the URL that can be used to check the event's status". Absolute, on either of JFT's hosts, or
 * relative: only the id is read from it, and no token ever follows it.
 */
final class EventLocation {
    private static final int LONGEST = 2000;
    private static final String ID = "[A-Za-z0-9.-]{1,64}"; // FHIR R4, datatype id

    private EventLocation() {}

    /** The header as it stands; null if there is none, or it is longer than any that makes sense. */
    static @Nullable String of(ApiResponse response) {
        String location = response.header("Location");
        return location == null || location.length() > LONGEST ? null : location;
    }

    /** The id of an event of that type; null if the location does not tell it. */
    static @Nullable String id(@Nullable String location, String resourceType) {
        if (location == null) {
            return null;
        }
        var path = location.strip().replaceFirst("[?#].*$", "").replaceFirst("/+$", "");
        var matcher = Pattern.compile(
                        "(?:.*/)?" + resourceType + "/(" + ID + ")(?:/_history/" + ID + ")?(?:/(?:\\$|%24)status)?")
                .matcher(path);
        return matcher.matches() ? matcher.group(1) : null;
    }
}
