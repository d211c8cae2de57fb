package no.ajour.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/** The browser of a person who logs in at the sandbox's HelseID: opens the address, fills in the form, goes where it is sent. */
public final class LoginBrowser {

    /** What it shows. */
    public record Page(int status, String text) {}

    private static final Pattern ADDRESS = Pattern.compile("http\\S+/connect/authorize\\?\\S+");

    private final OkHttpClient http = new OkHttpClient.Builder()
            .followRedirects(false)
            .callTimeout(Duration.ofSeconds(10))
            .build();

    /** The address that `ajour login` printed, once it has. */
    public static boolean isIn(String output) {
        return ADDRESS.matcher(output).find();
    }

    /** Logs in as a person of the login page, by place, and shows the page that comes in the end. */
    public Page logIn(String output, int person) {
        return follow(decide(output, "login", person));
    }

    /** Gives up at the login page. */
    public Page giveUp(String output) {
        return follow(decide(output, "deny", 0));
    }

    /** Where HelseID sends the browser when the person has logged in; not opened yet. */
    public HttpUrl back(String output, int person) {
        return decide(output, "login", person);
    }

    /** Opens an address, and follows no redirect. */
    public Page follow(HttpUrl address) {
        try (var response =
                http.newCall(new Request.Builder().url(address).build()).execute()) {
            return new Page(response.code(), response.body().string());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpUrl decide(String output, String decision, int person) {
        Matcher printed = ADDRESS.matcher(output);
        if (!printed.find()) {
            throw new AssertionError("there is no address in: " + output);
        }
        Page form = follow(HttpUrl.get(printed.group()));
        if (form.status() != 200) {
            throw new AssertionError("the login page is " + form);
        }
        var post = new Request.Builder()
                .url(part(form.text(), "action=\"([^\"]+)\""))
                .post(new FormBody.Builder()
                        .add("page", part(form.text(), "name=\"page\" value=\"([^\"]+)\""))
                        .add("person", Integer.toString(person))
                        .add("decision", decision)
                        .build())
                .build();
        try (var response = http.newCall(post).execute()) {
            return HttpUrl.get(Objects.requireNonNull(response.header("Location"), "no redirect"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String part(String html, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(html);
        if (!found.find()) {
            throw new AssertionError("the login page is not as it should be");
        }
        return found.group(1);
    }
}
