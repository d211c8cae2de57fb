package no.ajour.doctor;

import java.util.List;
import java.util.function.Consumer;
import no.ajour.failure.Failure;
import no.ajour.settings.UnreadableFile;
import org.springframework.context.ConfigurableApplicationContext;

/** Makes all checks, one after the other, and never stops at a trouble. */
public final class Doctor implements AutoCloseable {

    private final List<Check> checks;
    private final Database database;

    private Doctor(List<Check> checks, Database database) {
        this.checks = checks;
        this.database = database;
    }

    /**
     * For an installation.
     *
     * @param program all of the program's parts, none of them made yet
     */
    public static Doctor of(ConfigurableApplicationContext program) {
        var parts = new Parts(program);
        var settings = new Settings(program.getEnvironment());
        var database = new Database(settings, parts);
        var apis = new ConfiguredApis(settings);
        var clock = parts.clock();
        var helseId = new HelseId(settings, clock);
        var tokens = new TokenCheck(helseId, apis, settings);
        var logins = new LoginCheck(helseId, apis, settings, database);
        return new Doctor(
                List.of(
                        new SettingsCheck(settings, parts, apis),
                        new TenantCheck(settings),
                        new DatabaseCheck(database),
                        new SchemaCheck(database, parts),
                        new RightsCheck(database),
                        new DatabaseClockCheck(database, clock),
                        new FeedCheck(database),
                        new KeyFileCheck(helseId),
                        new HelseIdCheck(helseId),
                        new ClockCheck(helseId),
                        tokens,
                        logins,
                        new ReachCheck(helseId, apis),
                        new PingCheck(helseId, apis, tokens, logins, parts),
                        new ProgramCheck(settings, database, parts)),
                database);
    }

    /**
     * The only finding where the settings cannot even be read.
     *
     * @param thrown on the attempt
     */
    public static Finding unreadable(RuntimeException thrown) {
        return Finding.wrong(
                "settings",
                null,
                UnreadableFile.explain(thrown)
                        .orElse("the settings cannot be read; correct application.yaml, or the "
                                + "job's file in ajour.jobs-folder"));
    }

    /** Makes all checks; each finding is given out when it is made. */
    public void examine(Consumer<Finding> each) {
        for (Check check : checks) {
            findings(check).forEach(each);
        }
    }

    private static List<Finding> findings(Check check) {
        try {
            return check.findings();
        } catch (NotPossible e) {
            return List.of(Finding.skipped(check.name(), null, String.valueOf(e.getMessage())));
        } catch (Failure e) {
            return List.of(Finding.wrong(check.name(), null, e));
        } catch (RuntimeException e) {
            // Not its message: it may be anyone's, and quote anything.
            return List.of(Finding.wrong(
                    check.name(),
                    null,
                    "the check itself failed (" + e.getClass().getSimpleName() + ")",
                    "report it as a fault of Ajour"));
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
