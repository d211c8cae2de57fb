package no.ajour.testing;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import no.ajour.command.AjourCommand;
import no.ajour.testing.Installation.Result;

/** `ajour login` with a person at the browser. */
public final class PeopleLogin {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Installation ajour;

    public PeopleLogin(Installation ajour) {
        this.ajour = ajour;
    }

    /** Logs in the first person of the login page. */
    public Result logIn(String orgnr) {
        return with(orgnr, output -> {
            var page = new LoginBrowser().logIn(output, 0);
            if (page.status() != 200) {
                throw new AssertionError("the browser shows " + page);
            }
        });
    }

    /**
     * The same with another person, or one who does something else.
     *
     * @param person does something with what the command has printed so far
     */
    public Result with(String orgnr, Consumer<String> person) {
        var out = new StringWriter();
        var err = new StringWriter();
        var exitCode = CompletableFuture.supplyAsync(
                () -> ajour.configured(() -> AjourCommand.execute(
                        new PrintWriter(out, true), new PrintWriter(err, true), "login", "--tenant", orgnr)),
                work -> Thread.ofPlatform().daemon().start(work));
        try {
            await(out, exitCode);
            if (!exitCode.isDone()) {
                person.accept(out.toString());
            }
            return new Result(exitCode.get(LONGEST.toSeconds(), TimeUnit.SECONDS), out.toString(), err.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("ajour login did not end; it printed: " + out + err, e);
        }
    }

    private static void await(StringWriter out, CompletableFuture<Integer> exitCode) {
        org.awaitility.Awaitility.await()
                .atMost(LONGEST)
                .until(() -> exitCode.isDone() || LoginBrowser.isIn(out.toString()));
    }
}
