package no.ajour.http;

import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Addresses that an API gives: {@code next} links, and where documents are. */
public final class Links {
    /**
     * The longest address that is looked at, in characters. No server takes a longer one (RFC 9110 section 4.1 asks for 8000),
     * and OkHttp's time for one grows with the square of its length.
     */
    public static final int LONGEST = 16_000;

    // However often it has been encoded.
    private static final Pattern ENCODED_DIGIT = Pattern.compile("%(?:25)*3([0-9])");

    private Links() {}

    /** An absolute address; null if it is none, or too long. */
    public static @Nullable HttpUrl parse(String address) {
        return address.length() > LONGEST ? null : HttpUrl.parse(address);
    }

    /** An address that may be relative to another (RFC 3986 section 5); null if it is none, or too long. */
    public static @Nullable HttpUrl resolve(HttpUrl base, String address) {
        return address.length() > LONGEST ? null : base.resolve(address);
    }

    /** Whether an address has the scheme, host and port of an API's own. */
    public static boolean leadsHome(HttpUrl home, HttpUrl address) {
        return address.scheme().equals(home.scheme())
                && address.host().equals(home.host())
                && address.port() == home.port();
    }

    /** Whether a person's number stands in an address, as it is or percent-encoded. */
    public static boolean tells(String address, String nin) {
        return ENCODED_DIGIT.matcher(address).replaceAll("$1").contains(nin);
    }
}
