package no.ajour.command;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import no.ajour.failure.Failure;
import no.ajour.failure.WrongInstallation;
import no.ajour.helseid.LoggedIn;
import no.ajour.helseid.LoginSettings;
import no.ajour.helseid.SessionStates;
import no.ajour.helseid.UserLogin;
import no.ajour.http.ApiSettings;
import no.ajour.http.Credentials;
import no.ajour.run.ExitCode;
import no.ajour.screen.Ages;
import no.ajour.tenant.Tenant;
import no.ajour.tenant.Tenants;
import org.springframework.context.ApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lets a person log in at HelseID, for the APIs that want a person's token. */
@Command(
        name = "login",
        description = {
            "Log in at HelseID for a tenant, for the APIs that want a person's token (ajour.apis.NAME.user). Prints an"
                    + " address to open in a browser on this machine, and waits. The session is stored encrypted, and jobs"
                    + " use it until it ends.",
            "With --status, show the sessions; with --end, end one."
        },
        mixinStandardHelpOptions = true)
final class LoginCommand extends OperatorCommand {

    @Mixin
    private TenantOption tenantOption = new TenantOption();

    @Option(names = "--browser", description = "Open the address in this machine's browser.")
    private boolean browser;

    @Option(
            names = "--status",
            description = "Show who is logged in and for how long, for all tenants or those named. Exit code 40 if a"
                    + " session is over, or a tenant that is named has none.")
    private boolean status;

    @Option(names = "--end", description = "End the tenant's session, here and at HelseID.")
    private boolean end;

    @Option(names = "--json", description = "With --status, as JSON: an array with one object a tenant.")
    private boolean json;

    @Mixin
    private Operator operator = new Operator();

    LoginCommand() {
        super(Program::jobs);
    }

    @Override
    void check() {
        operator.check();
        if ((status && end) || (browser && (status || end))) {
            throw wrong("Give one of --status, --end and --browser.");
        }
        if (json && !status) {
            throw wrong("--json goes with --status.");
        }
        if (!status && tenantOption.given().size() != 1) {
            throw wrong("A person logs in for one tenant: --tenant ORGNR");
        }
    }

    @Override
    ExitCode carryOut(ApplicationContext context) {
        var tenants = tenantOption.of(context.getBean(Tenants.class));
        if (status) {
            return status(tenants, context);
        }
        return end ? end(tenants.getFirst(), context) : login(tenants.getFirst(), context);
    }

    private ExitCode login(Tenant tenant, ApplicationContext context) {
        LoggedIn done;
        try (var attempt = context.getBean(UserLogin.class).begin(tenant)) {
            say("Open this address in a browser on this machine (HelseID sends it back to " + attempt.redirect()
                    + "):");
            // On a line of its own, however long: it is copied.
            out().println();
            out().println(attempt.address());
            out().println();
            say("Waiting for somebody to log in for " + tenant + ", for up to "
                    + Ages.length(context.getBean(LoginSettings.class).waitFor()) + ". Ctrl-C gives up.");
            out().flush();
            if (browser && !Browser.open(attempt.address())) {
                say("No browser could be opened from here. Open the address yourself.");
                out().flush();
            }
            done = attempt.await();
        }
        operator.did("login", Map.of("tenant", tenant.orgnr()), context);
        say("Logged in: " + done.who() + ", for " + tenant + ".");
        say(until(done, context.getBean(InstantSource.class)));
        out().flush();
        return tryOut(done, context);
    }

    private static String until(LoggedIn done, InstantSource clock) {
        return done.until() == null
                ? "HelseID does not tell how long the session lasts."
                : "The session lasts until " + done.until() + ", for "
                        + Ages.length(Duration.between(clock.instant(), done.until()))
                        + ", unless HelseID ends it before.";
    }

    // Now, while the person is here: a scope or an organisation that is refused would else be found out at night.
    private ExitCode tryOut(LoggedIn done, ApplicationContext context) {
        var credentials = context.getBean(Credentials.class);
        var apis = context.getBean(ApiSettings.class).apis();
        var worst = ExitCode.DONE;
        for (String api : done.apis().stream().sorted().toList()) {
            try {
                credentials.grant(api, Objects.requireNonNull(apis.get(api)), done.tenant());
                say("    " + api + ": HelseID gives a token");
            } catch (Failure e) {
                out().flush();
                spec().commandLine().getErr().println("ajour: " + e.getMessage());
                worst = e instanceof WrongInstallation || worst == ExitCode.CONFIGURATION
                        ? ExitCode.CONFIGURATION
                        : ExitCode.TRY_LATER;
            }
        }
        return worst;
    }

    private ExitCode status(List<Tenant> tenants, ApplicationContext context) {
        var named = Set.copyOf(tenantOption.given());
        var states = context.getBean(SessionStates.class).of(tenants);
        var screen = new LoginScreen(context.getBean(InstantSource.class).instant(), states, named);
        if (json) {
            json(screen.rows());
        } else {
            print(screen.lines());
        }
        return screen.allGood() ? ExitCode.DONE : ExitCode.CONFIGURATION;
    }

    private ExitCode end(Tenant tenant, ApplicationContext context) {
        var ended = context.getBean(UserLogin.class).end(tenant);
        if (ended != UserLogin.End.NONE) {
            operator.did("login end", Map.of("tenant", tenant.orgnr()), context);
        }
        say(
                switch (ended) {
                    case NONE -> "Nobody is logged in for " + tenant + ".";
                    case REVOKED -> "The session for " + tenant + " is ended, here and at HelseID.";
                    case FORGOTTEN ->
                        "The session for " + tenant
                                + " is forgotten here. HelseID could not be told; there it goes on until"
                                + " it expires, and nobody has what it takes to use it.";
                });
        return ExitCode.DONE;
    }
}
