package no.ajour.testing;

import java.util.List;
import okhttp3.HttpUrl;

/** What a link may look like that wants a token sent to another server than the one that gave it. */
public final class HostileLinks {
    private HostileLinks() {}

    /**
     * In every form that a parser may take for another.
     *
     * @param home whose links these are
     * @param elsewhere the server that is to get the token
     */
    public static List<String> to(HttpUrl home, HttpUrl elsewhere) {
        String here = home.host() + ":" + home.port();
        String there = elsewhere.host() + ":" + elsewhere.port();
        return List.of(
                "http://" + there + "/v1?c=1",
                "HTTP://" + there + "/v1",
                "https://" + here + "/v1",
                "//" + there + "/v1",
                "///" + there + "/v1",
                "/\\" + there + "/v1",
                "\\\\" + there + "/v1",
                "http:\\\\" + there + "/v1",
                "http:" + there + "/v1",
                "http:/" + there + "/v1",
                " //" + there + "/v1",
                "\t//" + there + "/v1",
                "http://" + here + "@" + there + "/v1",
                "http://" + here + "\\@" + there + "/v1",
                "http://user:word@" + there + "/v1",
                "http://0x7f000001:" + elsewhere.port() + "/v1",
                "http://2130706433:" + elsewhere.port() + "/v1",
                "http://127.1:" + elsewhere.port() + "/v1",
                "http://[::ffff:127.0.0.1]:" + elsewhere.port() + "/v1",
                "http://127\u30020\u30020\u30021:" + elsewhere.port() + "/v1",
                "http://%31%32%37.0.0.1:" + elsewhere.port() + "/v1",
                "?next=1#@" + there,
                "file:///etc/passwd",
                "data:application/fhir+json,{}",
                "jar:http://" + there + "/x.jar!/y",
                "http://" + there + "/" + "a".repeat(100_000));
    }
}
